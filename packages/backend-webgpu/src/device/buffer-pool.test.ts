import { expect, it } from 'vitest';
import { valuesOf } from '../testing/arrays.js';
import { describeOnDevice } from '../testing/describe-on-device.js';
import { BufferPool, sizeClass } from './buffer-pool.js';

describeOnDevice('the pool of buffers', (current) => {
  it('has few sizes, an eighth apart', () => {
    expect([1, 256, 257, 1000, 1024, 1025, 3 * 2 ** 30 + 1].map(sizeClass)).toEqual([
      256,
      256,
      288,
      1024,
      1024,
      1152,
      3.25 * 2 ** 30,
    ]);
  });

  it('uses memory again, the oldest piece first', () => {
    const { pool } = current().gpu;
    const first = pool.acquire(5000);
    const second = pool.acquire(5001);
    const allocated = pool.allocatedBytes;
    for (const memory of [first, second]) pool.release(memory);
    expect(pool.acquire(4999)).toBe(first);
    expect(pool.acquire(4999)).toBe(second);
    expect(pool.allocatedBytes).toBe(allocated);
    for (const memory of [second, first]) pool.release(memory);
    expect(pool.acquire(5000)).toBe(first);
    pool.release(first);
  });

  it.each([1000, 500_000])('writes %i values while commands wait that used the memory', async (size) => {
    const backend = current();
    const x = backend.kernels.fill([size], 1, 'float32');
    const y = backend.kernels.unary('neg', x);
    backend.free(x);
    const z = backend.write(new Float32Array(size).fill(7), [size], 'float32');
    expect((await valuesOf(backend, y))[size - 1]).toBe(-1);
    expect((await valuesOf(backend, z))[size - 1]).toBe(7);
    backend.free(y);
    backend.free(z);
  });

  it('gives back the memory that was not asked for longest when sizes change', () => {
    const { device, failure } = current().gpu;
    let calls = 0;
    const pool = new BufferPool(device, failure, () => calls++);
    pool.keptBytes = 100_000;
    const kept = pool.acquire(30_000);
    for (let bytes = 10_000; bytes < 60_000; bytes += 5000) pool.release(pool.acquire(bytes));
    expect(calls).toBeGreaterThan(0);
    expect(pool.allocatedBytes).toBeLessThan(140_000); // one and a half of the most in use at once
    expect(pool.acquire(55_000).id).toBe(11); // the last one is still there
    expect(pool.acquire(10_000).id).toBe(12); // the first one is not
    expect(kept.gpu.size).toBe(sizeClass(30_000));
  });

  it('keeps values where they are while memory is given back', async () => {
    const backend = current();
    const { pool } = backend.gpu;
    pool.keptBytes = 0;
    const x = backend.kernels.fill([5000], 4, 'float32');
    for (let size = 6000; size < 60_000; size *= 2)
      backend.free(backend.kernels.fill([size], size, 'float32'));
    const y = backend.kernels.unary('neg', x);
    expect((await valuesOf(backend, y))[4999]).toBe(-4);
    backend.free(x);
    backend.free(y);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});
