import { expect } from 'vitest';
import type { HostArray } from './kernel-case.js';
import type { Tolerance } from './tolerances.js';

/** Fails unless an array has the expected shape, dtype and, within the tolerance, values; -0 equals 0 and NaN equals NaN. */
export function expectArray(got: HostArray, expected: HostArray, tolerance: Tolerance, what: string): void {
  expect({ dtype: got.dtype, shape: [...got.shape] }, `dtype and shape of ${what}`).toEqual({
    dtype: expected.dtype,
    shape: [...expected.shape],
  });
  expect(got.values.constructor.name, `kind of ${what}`).toBe(expected.values.constructor.name);
  expect(got.values.length, `length of ${what}`).toBe(expected.values.length);
  const wrong = differences(
    got.values,
    expected.values,
    expected.dtype === 'float32' ? tolerance : { rtol: 0, atol: 0 },
  );
  expect(wrong, `values of ${what}`).toEqual([]);
}

/** The first few values that differ, in words. */
function differences(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  { rtol, atol }: Tolerance,
): string[] {
  const wrong: string[] = [];
  for (let i = 0; i < expected.length && wrong.length < 5; i++) {
    const [a, b] = [got[i]!, expected[i]!];
    const close = Number.isFinite(b) && Math.abs(a - b) <= atol + rtol * Math.abs(b);
    if (!close && a !== b && !(Number.isNaN(a) && Number.isNaN(b)))
      wrong.push(`[${i}] got ${a}, expected ${b}`);
  }
  return wrong;
}
