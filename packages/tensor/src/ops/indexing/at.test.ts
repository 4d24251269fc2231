import { describe, expect, it } from 'vitest';
import { arange, ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { reshape } from '../shape/reshape.js';
import { at } from './at.js';

describeOp('at, with numbers, ranges and new axes', {
  run: (x) => at(x, -1, null, '...', { start: 1, step: 2 }),
  inputs: { cube: [[2, 3, 4]], matrix: [[2, 4]], empty: [[1, 0, 4]] },
});
describeOp('at, with indices', {
  run: (x, i) => at(x, { start: 1 }, i, [0, -1]),
  inputs: { cube: [[3, 3, 4], { shape: [2], dtype: 'int32', low: -3, high: 3 }] },
});
describeOp('at, with indices apart', {
  run: (x, i) => at(x, i, '...', [[0], [1]]),
  inputs: { cube: [[3, 2, 4], { shape: [3], dtype: 'int32', low: -3, high: 3 }] },
});
describeOp('at, with a mask', {
  run: (x) =>
    at(x, [
      [true, false, true],
      [false, true, false],
    ]),
  inputs: { cube: [[2, 3, 2]], matrix: [[2, 3]] },
});

describe('indexing', () => {
  forEachBackend(() => {
    it('gives what Python gives', async () => {
      const x = reshape(arange(24), [2, 3, 4]);
      expect(await at(x, 1, 2, 3).item()).toBe(23);
      expect(await at(x, -1, { start: -2 }, 0).array()).toEqual([16, 20]);
      expect(at(x, null, '...', null).shape).toEqual([1, 2, 3, 4, 1]);
      expect(at(x, { start: 5 }).shape).toEqual([0, 3, 4]);
      expect(at(x, '...', [2, 0], 0).shape).toEqual([2, 2]);
      expect(await at(x, [0, 1], [2, 0], [1, 1]).array()).toEqual([9, 13]);
      expect(await at(x, 0, [false, true, true], { stop: 2 }).array()).toEqual([
        [4, 5],
        [8, 9],
      ]);
      expect(at(x, [1, 0, 1], { start: 0 }, [[0], [1]]).shape).toEqual([2, 3, 3]); // apart: in front
      expect(at(x, { start: 0 }, [1, 0], [0, 1]).shape).toEqual([2, 2]); // side by side: in place
      expect(at(x).shape).toEqual([2, 3, 4]);
      expect(await at(x, tensor(new Int32Array([-1])), 0, 0).array()).toEqual([12]);
      expect(at(x, [false, false]).shape).toEqual([0, 3, 4]);
    });

    it('is a method', async () => {
      expect(await tensor([1, 2, 3]).at({ step: 2 }).array()).toEqual([1, 3]);
    });

    it('refuses what is not there', () => {
      const x = ones([2, 3]);
      expect(failureOf(() => at(x, 0, 0, 0))).toBe(
        'ShapeError: [at] expected indices for at most 2 axes, got indices for 3 (x has shape [2, 3]).',
      );
      expect(failureOf(() => at(x, '...', '...'))).toBe(
        "ShapeError: [at] expected indices for at most 2 axes, with '...' once, got 2 of '...' (x has shape [2, 3]).",
      );
      expect(failureOf(() => at(x, 2))).toBe(
        'ShapeError: [at] expected an index from -2 to 1, got 2 (axis 0 of shape [2, 3]).',
      );
      expect(failureOf(() => at(x, 0, [3]))).toBe(
        'ArgumentError: [at] expected indices from -3 to 2, got 3.',
      );
      expect(failureOf(() => at(x, [true]))).toBe(
        'ShapeError: [at] expected a mask of shape [2], got [1] (axis 0 of shape [2, 3]).',
      );
      expect(failureOf(() => at(x, x.greater(0)))).toBe(
        'DTypeError: [at] expected indices of dtype int32, got bool. Use maskedSelect(x, mask) or where(mask, a, b) with a mask.',
      );
      expect(failureOf(() => at(x, { step: 0 }))).toBe(
        'ArgumentError: [at] expected a step of at least 1, got 0. Use flip(x, axis) to reverse an axis.',
      );
      expect(failureOf(() => at(x, [0, 1], [0, 1, 2]))).toBe(
        'ShapeError: [at] expected shapes that broadcast (equal, or 1, from the last axis on), got [2] and [3]. ' +
          'Reshape or insert axes of size 1 so that they line up.',
      );
    });
  });
});
