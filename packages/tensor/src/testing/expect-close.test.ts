import { describe, expect, it } from 'vitest';
import { expectClose } from './expect-close.js';

describe('expectClose', () => {
  it('accepts numbers within the tolerance, and equal special values', () => {
    expectClose([1, Number.NaN, Infinity, -0], [1.000001, Number.NaN, Infinity, 0]);
    expectClose(
      [
        [1, 2],
        [3, 4],
      ],
      new Float32Array([1, 2, 3, 4]),
    );
    expectClose([true, false], [1, 0]);
    expectClose(1.05, 1, { rtol: 0.1 });
  });

  it('names the worst value', () => {
    expect(() => expectClose([1, 2, 4], [1, 2.1, 3], { rtol: 0, atol: 0.01 })).toThrow(
      'expected 3, got 4 at value 2 of 3: 100 times the tolerance (rtol 0, atol 0.01)',
    );
  });

  it('rejects what is not finite where a number is expected, and the other way round', () => {
    expect(() => expectClose([Number.NaN], [1])).toThrow('got NaN');
    expect(() => expectClose([1], [Infinity])).toThrow('expected Infinity');
    expect(() => expectClose([1], [Number.NaN])).toThrow('expected NaN');
    expect(() => expectClose([-Infinity], [Infinity])).toThrow('expected Infinity');
  });

  it('rejects another number of values', () => {
    expect(() => expectClose([1, 2], [1])).toThrow('number of values');
  });
});
