import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { bilinear } from './bilinear.js';
import { linear } from './linear.js';

describeOp('linear', {
  run: (x, weight, bias) => linear(x, weight, bias),
  inputs: {
    matrix: [[3, 5], [5, 4], [4]],
    vector: [[5], [5, 4], [4]],
    'four axes': [[2, 1, 3, 5], [5, 4], [4]],
    'no features': [[2, 0], [0, 3], [3]],
    empty: [[0, 5], [5, 4], [4]],
  },
});
describeOp('linear without bias', {
  run: (x, weight) => linear(x, weight),
  inputs: {
    matrix: [
      [3, 5],
      [5, 4],
    ],
    'three axes': [
      [2, 3, 5],
      [5, 4],
    ],
  },
});
describeOp('bilinear', {
  run: (a, b, weight, bias) => bilinear(a, b, weight, bias),
  inputs: {
    matrices: [[3, 2], [3, 4], [2, 4, 5], [5]],
    'three axes': [[2, 3, 2], [2, 3, 2], [2, 2, 1], [1]],
  },
});

describe('linear maps', () => {
  forEachBackend(() => {
    it('skip the gradient of an input that wants none', () => {
      const x = ones([2, 3]);
      const weight = tensor([[1], [2], [3]], { requiresGrad: true });
      const calls: string[] = [];
      const y = linear(x, weight, tensor([1], { requiresGrad: true })).sum();
      const stop = x.backend.listen(({ kernel }) => calls.push(kernel));
      y.backward();
      stop();
      expect(calls.filter((kernel) => kernel === 'matmul')).toHaveLength(1);
      expect(calls).not.toContain('transpose');
    });

    it('refuse shapes that do not fit', () => {
      expect(failureOf(() => linear(ones([2, 3]), ones([4, 5])))).toBe(
        'ShapeError: [linear] expected 4 input features, got 3 (x has shape [2, 3], the weight has shape [4, 5]). ' +
          'The features are the last axis of x; the weight is [inFeatures, outFeatures].',
      );
      expect(failureOf(() => linear(tensor(1), ones([4, 5])))).toBe(
        'ShapeError: [linear] expected 4 input features, got a scalar (x has shape [], the weight has shape [4, 5]). ' +
          'The features are the last axis of x; the weight is [inFeatures, outFeatures].',
      );
      expect(failureOf(() => linear(ones([2, 3]), ones([3])))).toBe(
        'ShapeError: [linear] expected a weight of shape [inFeatures, outFeatures], got [3].',
      );
      expect(failureOf(() => linear(ones([2, 3]), ones([3, 5]), ones([3])))).toBe(
        'ShapeError: [linear] expected a bias of shape [5], got [3] (the weight has shape [3, 5]).',
      );
      expect(failureOf(() => bilinear(ones([2, 3]), ones([2, 4]), ones([3, 3, 1])))).toBe(
        'ShapeError: [bilinear] expected x1 [..., A], x2 [..., B] and a weight [A, B, outFeatures], got [2, 3], [2, 4] and [3, 3, 1].',
      );
    });
  });
});
