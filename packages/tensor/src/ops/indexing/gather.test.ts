import { describe, expect, it } from 'vitest';
import { ones, tensor, zeros } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import type { Sample } from '../../testing/sample.js';
import { gather, scatter, scatterAdd, takeAlongAxis } from './gather.js';
import { indexAdd, indexSelect } from './index-select.js';

const indices = (shape: readonly number[], size: number): Sample => ({
  shape,
  dtype: 'int32',
  low: 0,
  high: size,
});

describeOp('indexSelect', {
  run: (x, i) => indexSelect(x, 1, i),
  inputs: {
    cube: [[2, 3, 4], indices([5], 3)],
    none: [[2, 3], indices([0], 3)],
    empty: [[0, 3], indices([2], 3)],
  },
});
describeOp('indexAdd', {
  run: (x, i, source) => indexAdd(x, 1, i, source, { alpha: -0.5 }),
  inputs: { cube: [[2, 3, 2], indices([5], 3), [2, 5, 2]], none: [[2, 3], indices([0], 3), [2, 0]] },
});
describeOp('gather', {
  run: (x, i) => gather(x, 1, i),
  inputs: {
    cube: [[2, 3, 4], indices([2, 5, 3], 3)],
    smaller: [[3, 3], indices([2, 2], 3)],
    none: [[2, 3], indices([2, 0], 3)],
  },
});
describeOp('takeAlongAxis', {
  run: (x, i) => takeAlongAxis(x, i, -1),
  inputs: {
    'same shape': [[2, 3], indices([2, 3], 3)],
    'one row': [[4, 3], indices([1, 2], 3)],
    'one x': [[1, 3], indices([2, 2], 3)],
  },
});
describeOp('scatterAdd', {
  run: (x, i, source) => scatterAdd(x, 0, i, source),
  inputs: {
    matrix: [[3, 4], indices([5, 4], 3), [5, 4]],
    'part of the source': [[3, 4], indices([2, 3], 3), [4, 4]],
    none: [[3, 4], indices([0, 4], 3), [0, 4]],
  },
});
describeOp('scatter', {
  run: (x, i, source) => scatter(x, 1, i, source),
  inputs: { matrix: [[2, 3], indices([2, 4], 3), [2, 4]], none: [[2, 3], indices([2, 0], 3), [2, 0]] },
});
describeOp('scatter of a number', {
  run: (x, i) => scatter(x, 0, i, 1.5),
  inputs: { matrix: [[3, 2], indices([2, 2], 3)] },
});

describe('indices', () => {
  forEachBackend(() => {
    it('in arrays are checked and count from the end', async () => {
      const x = tensor([10, 20, 30]);
      expect(await indexSelect(x, 0, [-1, 0]).array()).toEqual([30, 10]);
      expect(await gather(x, 0, [-2]).array()).toEqual([20]);
      expect(await scatter(zeros([3]), 0, [-1], 7).array()).toEqual([0, 0, 7]);
      expect(failureOf(() => indexSelect(x, 0, [3]))).toBe(
        'ArgumentError: [indexSelect] expected indices from -3 to 2, got 3.',
      );
      expect(failureOf(() => gather(x, 0, [0.5]))).toBe(
        'ArgumentError: [gather] expected indices from -3 to 2, got 0.5.',
      );
      expect(failureOf(() => indexSelect(zeros([0]), 0, [0]))).toBe(
        'ArgumentError: [indexSelect] expected no indices, as the axis is empty, got 0.',
      );
    });

    it('keep the dtype of x', async () => {
      const x = tensor(new Int32Array([1, 2, 3]));
      expect(await scatterAdd(x, 0, [0, 0], [10, 20]).array()).toEqual([31, 2, 3]);
      expect(scatterAdd(x, 0, [0], [1]).dtype).toBe('int32');
      expect(await indexSelect(tensor([true, false]), 0, [1]).array()).toEqual([false]);
    });

    it('that repeat get the mean when scattered', async () => {
      expect(await scatter(ones([3]), 0, [1, 1], [2, 4]).array()).toEqual([1, 3, 1]);
    });

    it('are refused when shapes do not agree', () => {
      expect(failureOf(() => indexSelect(ones([2, 2]), 0, [[0]]))).toBe(
        'ShapeError: [indexSelect] expected indices with one axis, got [1, 1]. Use gather(x, axis, indices) for an index for each element.',
      );
      expect(failureOf(() => indexSelect(ones([2]), 0, tensor([true])))).toBe(
        'DTypeError: [indexSelect] expected indices of dtype int32, got bool. Use maskedSelect(x, mask) or where(mask, a, b) with a mask.',
      );
      expect(failureOf(() => indexAdd(ones([2, 3]), 0, [0, 1], ones([2, 2])))).toBe(
        'ShapeError: [indexAdd] expected a source of shape [2, 3], got [2, 2] (x has shape [2, 3], 2 indices into axis 0).',
      );
      expect(failureOf(() => gather(ones([2, 3]), 1, [[0], [0], [0]]))).toBe(
        "ShapeError: [gather] expected indices of x's rank that reach no further than x, got [3, 1] (x has shape [2, 3], axis 1).",
      );
      expect(failureOf(() => scatterAdd(ones([2, 3]), 1, [[0, 0]], ones([1, 1])))).toBe(
        "ShapeError: [scatterAdd] expected indices of x's rank that reach no further than x and the source, got [1, 2] (x has shape [2, 3] and the source [1, 1], axis 1).",
      );
      expect(failureOf(() => takeAlongAxis(ones([2, 3]), [0], 1))).toBe(
        'ShapeError: [takeAlongAxis] expected indices with 2 axes, got [1] (x has shape [2, 3]).',
      );
    });
  });
});
