import { BackendError, type DeviceArray } from '@neurona/backend';
import { expect, it } from 'vitest';
import { freeAll, upload, valuesOf } from './testing/arrays.js';
import { describeOnDevice } from './testing/describe-on-device.js';
import { webgpu } from './webgpu.js';

describeOnDevice('arrays on a GPU', (current) => {
  it('are refused when they were freed, or are those of another backend', async () => {
    const backend = current();
    const other = await webgpu({ software: true }).create();
    const x = upload(backend, Float32Array.of(1, 2), [2]);
    expect(() => other.kernels.unary('neg', x)).toThrow(
      "[webgpu] expected an array that lives on this backend, got another backend's.",
    );
    backend.free(x);
    expect(() => backend.kernels.unary('neg', x)).toThrow(
      '[webgpu] expected an array that lives on this backend, got one that was freed.',
    );
    expect(() => backend.free(x)).toThrow(BackendError);
    const y = upload(other, Float32Array.of(1), [1]);
    other.dispose();
    other.free(y); // as tensors do that are collected later
    expect(other.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('hold what was queued, over many batches of commands, writes and copies', async () => {
    const backend = current();
    const { kernels } = backend;
    const before = backend.memory();
    const one = upload(backend, Float32Array.of(1), [1]);
    const total = upload(backend, Float32Array.of(0), [1]);
    let expected = 0;
    for (let i = 1; i <= 300; i++) {
      const written = upload(backend, Float32Array.of(i), [1]);
      const more = kernels.binary('mul', written, one);
      const sum = kernels.binary('add', total, more);
      backend.assign(total, sum);
      freeAll(backend, written, more, sum);
      expected += i;
    }
    expect(await valuesOf(backend, total)).toEqual([expected]);
    freeAll(backend, one, total);
    expect(backend.memory()).toEqual(before);
  });

  it('are read as they were when asked, several at once, while others take their place', async () => {
    const backend = current();
    const reads: Promise<number[]>[] = [];
    for (let i = 0; i < 20; i++) {
      const x: DeviceArray = backend.kernels.fill([100 + i], i, 'float32');
      reads.push(valuesOf(backend, x));
      backend.free(x);
    }
    const values = await Promise.all(reads);
    expect(values.map((read) => read.at(-1))).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('find their memory where the last step left it', async () => {
    const backend = current();
    const { pool } = backend.gpu;
    const x = upload(backend, new Float32Array(600), [600]);
    const step = () => {
      const a = backend.kernels.unary('exp', x);
      const b = backend.kernels.binary('mul', a, x);
      const sum = backend.kernels.reduce('sum', b, [0]);
      freeAll(backend, sum, a, b);
    };
    step();
    const allocated = pool.allocatedBytes;
    for (let i = 0; i < 50; i++) step();
    expect(pool.allocatedBytes).toBe(allocated);
    backend.free(x);
    await backend.sync();
  });
});
