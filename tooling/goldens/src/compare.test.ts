import { describe, expect, it } from 'vitest';
import { compare } from './compare.js';
import { floats } from './testing/golden-folder.js';

const tolerance = { rtol: 1e-2, atol: 1e-3 };
const ints = (...values: number[]) => ({
  dtype: 'int32' as const,
  shape: [values.length],
  values: Int32Array.from(values),
});

describe('compare', () => {
  it('accepts what is within the tolerance and says how much of it was used', () => {
    const { problem, use } = compare(floats([2], 10.05, 0), floats([2], 10, 0), tolerance);
    expect(problem).toBeUndefined();
    expect(use).toBeCloseTo(0.05 / 0.101, 4);
  });

  it('names the worst value and its place', () => {
    const { problem } = compare(floats([2, 2], 1, 2, 3.5, 5), floats([2, 2], 1, 2, 3, 4), tolerance);
    expect(problem).toBe('expected 4 at [1, 1], got 5 (24.4 times the tolerance)');
  });

  it('wants equal shapes', () => {
    const { problem } = compare(floats([1, 2], 1, 2), floats([2], 1, 2), tolerance);
    expect(problem).toBe('expected shape [2], got [1, 2]');
  });

  it('wants equal dtypes', () => {
    expect(compare(floats([1], 1), ints(1), tolerance).problem).toBe('expected int32, got float32');
  });

  it('wants integers to be equal', () => {
    expect(compare(ints(1, 100), ints(1, 100), tolerance).problem).toBeUndefined();
    expect(compare(ints(1, 101), ints(1, 100), tolerance).problem).toContain('expected 100 at [1], got 101');
  });

  it.each([
    [Number.NaN, Number.NaN, true],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, true],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false],
    [Number.NaN, 1, false],
    [1, Number.NaN, false],
    [1, Number.POSITIVE_INFINITY, false],
    [Number.POSITIVE_INFINITY, 1, false],
    [0, -0, true],
  ])('takes %d for %d: %s', (actual, expected, accepted) => {
    const { problem } = compare(floats([1], actual), floats([1], expected), tolerance);
    expect(problem === undefined).toBe(accepted);
  });
});
