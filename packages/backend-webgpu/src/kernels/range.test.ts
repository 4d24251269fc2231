import { expect, it } from 'vitest';
import { freeAll, valuesOf } from '../testing/arrays.js';
import { describeOnDevice } from '../testing/describe-on-device.js';

describeOnDevice('ranges on a GPU', (current) => {
  it.each([
    [0, 0.1, 1_000_000],
    [-3, 1 / 3, 1000],
    [2 ** 24, 1, 10],
    [1e30, -1e25, 100],
    [5, -2, 4000],
    [7, 0, 3],
  ])('from %d by %d are rounded once', async (start, step, size) => {
    const backend = current();
    const x = backend.kernels.range(start, step, size, 'float32');
    const values = await valuesOf(backend, x);
    expect(values.findIndex((value, i) => value !== Math.fround(start + i * step))).toBe(-1);
    expect(values).toHaveLength(size);
    freeAll(backend, x);
  });
});
