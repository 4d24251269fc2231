import { expect, it } from 'vitest';
import { valuesOf } from './testing/arrays.js';
import { describeOnDevice } from './testing/describe-on-device.js';

describeOnDevice('the pool of buffers', (current) => {
  it('uses a buffer again, also for values written while commands that use it wait', async () => {
    const backend = current();
    const { bufferManager } = backend.gpu.internals;
    const x = backend.kernels.fill([1000], 1, 'float32');
    const y = backend.kernels.unary('neg', x);
    const allocated = bufferManager.numBytesAllocated;
    backend.free(x);
    const z = backend.write(new Float32Array(1000).fill(7), [1000], 'float32');
    expect(bufferManager.numBytesAllocated).toBe(allocated);
    expect((await valuesOf(backend, y))[999]).toBe(-1);
    expect((await valuesOf(backend, z))[999]).toBe(7);
    backend.free(y);
    backend.free(z);
  });

  it('gives spare buffers back when sizes change', async () => {
    const backend = current();
    const { bufferManager } = backend.gpu.internals;
    backend.gpu.pool.keptBytes = 100_000;
    for (let size = 10_000; size < 10_050; size++)
      backend.free(backend.kernels.fill([size], size, 'float32'));
    expect(bufferManager.numBytesAllocated).toBeLessThan(200_000);
    const x = backend.kernels.fill([3], 4, 'float32');
    expect(await valuesOf(backend, x)).toEqual([4, 4, 4]);
    backend.free(x);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});
