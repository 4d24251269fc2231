import { describe, expect, it } from 'vitest';
import { arange, ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { narrow, select, slice } from './slice.js';

describeOp('slice', {
  run: (x) => slice(x, 1, -1),
  inputs: { matrix: [[5, 3]], vector: [[4]], 'nothing left': [[2, 3]], empty: [[0, 3]] },
});
describeOp('slice with a step', {
  run: (x) => slice(x, 1, undefined, { axis: -2, step: 3 }),
  inputs: { cube: [[2, 8, 3]], 'one step': [[2, 4, 3]], 'ends on the edge': [[1, 5, 2]], empty: [[0, 5, 2]] },
});
describeOp('narrow', { run: (x) => narrow(x, 1, -2, 2), inputs: { cube: [[2, 3, 4]], empty: [[0, 3]] } });
describeOp('select', {
  run: (x) => select(x, -1, 1),
  inputs: { cube: [[2, 3, 4]], vector: [[3]], empty: [[0, 3]] },
});

describe('slicing', () => {
  forEachBackend(() => {
    it('clips bounds and counts negative ones from the end, as Python does', async () => {
      const x = arange(5);
      const cases: [number, number | undefined, number | undefined, number[]][] = [
        [2, 99, undefined, [2, 3, 4]],
        [-2, undefined, undefined, [3, 4]],
        [-99, 2, undefined, [0, 1]],
        [3, 3, undefined, []],
        [4, 1, undefined, []],
        [0, undefined, 2, [0, 2, 4]],
        [1, -1, 2, [1, 3]],
        [0, Infinity, 4, [0, 4]],
      ];
      for (const [start, stop, step, expected] of cases) {
        const y = slice(x, start, stop, step === undefined ? {} : { step });
        expect(Array.from(await y.data())).toEqual(expected);
      }
    });

    it('keeps the dtype', async () => {
      expect(await slice(tensor([true, false, true]), 1).array()).toEqual([false, true]);
      expect(select(tensor(new Int32Array([1, 2])), 0, 1).dtype).toBe('int32');
    });

    it('refuses what is not there', () => {
      expect(failureOf(() => slice(ones([2]), 0, 1, { axis: 1 }))).toBe(
        'ShapeError: [slice] expected an axis from -1 to 0, got 1.',
      );
      expect(failureOf(() => slice(ones([2]), 0, 1, { step: -1 }))).toBe(
        'ArgumentError: [slice] expected a step of at least 1, got -1. Use flip(x, axis) to reverse an axis.',
      );
      expect(failureOf(() => slice(ones([2]), 0.5))).toBe(
        'ArgumentError: [slice] expected bounds that are integers, got 0.5.',
      );
      expect(failureOf(() => narrow(ones([2, 3]), 1, 2, 2))).toBe(
        'ShapeError: [narrow] expected a range inside of the 3 elements of axis 1, got 2 elements from 2 on (x has shape [2, 3]).',
      );
      expect(failureOf(() => select(ones([2, 3]), 1, 3))).toBe(
        'ShapeError: [select] expected an index from -3 to 2, got 3 (axis 1 of shape [2, 3]).',
      );
      expect(failureOf(() => select(ones([0, 3]), 0, 0))).toBe(
        'ShapeError: [select] expected an axis with elements, got an empty one (axis 0 of shape [0, 3]).',
      );
    });
  });
});
