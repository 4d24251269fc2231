import { describe, expect, it } from 'vitest';
import { allNear, atLeast, atMost, exactly, near } from './expectation.js';

describe('expectations', () => {
  it('hold where the number is right, and nowhere else', () => {
    expect([0.93, 0.94, Number.NaN].map(atLeast(0.94).holds)).toEqual([false, true, false]);
    expect([3, 4, Number.NaN].map(atMost(3).holds)).toEqual([true, false, false]);
    expect([0.9, 1.05, Number.NaN].map(near(1, 0.06).holds)).toEqual([false, true, false]);
    expect([[1, 2], [1, 2.2], [1], [1, Number.NaN]].map(allNear([1, 2], 0.1).holds)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(
      [
        [2, 1],
        [2, 0],
        [2, 1, 0],
      ].map(exactly(2, 1).holds),
    ).toEqual([true, false, false]);
  });

  it('say what they expect', () => {
    expect(atLeast(0.94).text).toBe('≥ 0.94');
    expect(allNear([1, 1 / 3], 1e-6).text).toBe('1 0.333333 ± 0.000001');
  });
});
