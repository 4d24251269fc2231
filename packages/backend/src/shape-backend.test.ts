import { describe, expect, it } from 'vitest';
import type { KernelName } from './kernels.js';
import { ShapeBackend } from './shape-backend.js';
import { arraysIn, isDeviceArray, isFixtureArray, kernelFixtures, upload } from './testing/index.js';

const describeArray = ({ shape, dtype }: { shape: readonly number[]; dtype: string }): string =>
  `${dtype} [${shape.join(', ')}]`;

describe('ShapeBackend', () => {
  const backend = new ShapeBackend();
  const kernels = backend.kernels as unknown as Record<KernelName, (...args: unknown[]) => unknown>;
  const cases = Object.entries(kernelFixtures).filter(([name]) => name in kernels);

  it.each(cases)("gives shapes and dtypes as %s's results have them", (name, entries) => {
    for (const { title, args, result } of entries) {
      const found = arraysIn(kernels[name as KernelName](...upload(backend, args)), isDeviceArray);
      const wanted = arraysIn(result, isFixtureArray);
      const described = [...found].map(([path, array]) => `${path} ${describeArray(array)}`);
      expect(described, title).toEqual([...wanted].map(([path, array]) => `${path} ${describeArray(array)}`));
    }
  });

  it('holds no values', async () => {
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    await expect(backend.read()).rejects.toThrow('There are no values.');
  });
});
