import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { concat, stack } from './concat.js';
import { chunk, split, unbind } from './split.js';

describeOp('concat', {
  run: (...xs) => concat(xs, { axis: -2 }),
  inputs: {
    two: [
      [2, 3],
      [4, 3],
    ],
    three: [
      [2, 1, 2],
      [2, 3, 2],
      [2, 2, 2],
    ],
    one: [[2, 3]],
    empty: [
      [2, 3],
      [0, 3],
    ],
  },
});
describeOp('stack', {
  run: (...xs) => stack(xs, { axis: 1 }),
  inputs: {
    three: [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    vectors: [[3], [3]],
    empty: [
      [0, 3],
      [0, 3],
    ],
  },
});
describeOp('split', {
  run: (x) => split(x, [1, 3], { axis: 1 }),
  inputs: { cube: [[2, 4, 3]], empty: [[0, 4]] },
});
describeOp('chunk', {
  run: (x) => chunk(x, 4),
  inputs: { 'three parts': [[6, 2]], 'uneven parts': [[7]], one: [[1]] },
});
describeOp('unbind', { run: (x) => unbind(x, { axis: -1 }), inputs: { cube: [[2, 2, 3]], empty: [[0, 2]] } });

describe('joining and cutting', () => {
  forEachBackend(() => {
    it('takes the wider dtype', async () => {
      const whole = tensor(new Int32Array([1, 2]));
      expect(concat([whole, whole]).dtype).toBe('int32');
      expect(concat([whole, tensor([0.5])]).dtype).toBe('float32');
      expect(await concat([tensor([true]), tensor([false])]).array()).toEqual([true, false]);
      expect(await concat([whole, [3]]).array()).toEqual([1, 2, 3]);
    });

    it('gives parts a life of their own, even where there is one', async () => {
      const x = ones([2, 3]);
      const [whole] = split(x, 2);
      x.dispose();
      expect(await whole!.data()).toEqual(new Float32Array(6).fill(1));
    });

    it('cuts as PyTorch does', () => {
      expect(chunk(ones([6]), 4).map((part) => part.size)).toEqual([2, 2, 2]);
      expect(split(ones([7]), 3).map((part) => part.size)).toEqual([3, 3, 1]);
      expect(split(ones([0, 2]), 3).map((part) => part.shape)).toEqual([[0, 2]]);
      expect(chunk(ones([0]), 3).map((part) => part.shape)).toEqual([[0], [0], [0]]);
      expect(unbind(ones([0, 2]))).toEqual([]);
    });

    it('refuses shapes that do not fit', () => {
      expect(failureOf(() => concat([]))).toBe(
        'ArgumentError: [concat] expected at least one tensor, got none.',
      );
      expect(failureOf(() => concat([ones([2, 3]), ones([2, 4])]))).toBe(
        'ShapeError: [concat] expected shapes that are equal but for axis 0, got [2, 3] and [2, 4] (tensors 0 and 1).',
      );
      expect(failureOf(() => stack([ones([2]), ones([3])]))).toBe(
        'ShapeError: [stack] expected tensors of one shape, got [2] and [3] (tensors 0 and 1).',
      );
      expect(failureOf(() => split(ones([5]), [2, 2]))).toBe(
        'ShapeError: [split] expected sizes that add up to 5, got [2, 2] (axis 0 of shape [5]).',
      );
      expect(failureOf(() => split(ones([5]), 0))).toBe(
        'ArgumentError: [split] expected a size of at least 1, got 0.',
      );
      expect(failureOf(() => chunk(ones([5]), 0))).toBe(
        'ArgumentError: [chunk] expected at least 1 chunk, got 0.',
      );
      expect(failureOf(() => unbind(tensor(1)))).toBe(
        'ShapeError: [unbind] expected no axis, as the array is a scalar, got 0.',
      );
    });
  });
});
