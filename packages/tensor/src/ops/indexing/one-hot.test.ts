import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { clone } from '../elementwise/clone.js';
import { embedding } from './embedding.js';
import { oneHot } from './one-hot.js';

describeOp('oneHot', {
  run: (i) => oneHot(i, 4),
  order: 0,
  inputs: {
    matrix: [{ shape: [2, 3], dtype: 'int32', low: 0, high: 4 }],
    scalar: [{ shape: [], dtype: 'int32', low: 0, high: 4 }],
    empty: [{ shape: [0], dtype: 'int32' }],
  },
});
describeOp('embedding', {
  run: (weight, i) => embedding(i, weight),
  inputs: {
    matrix: [[5, 3], { shape: [2, 4], dtype: 'int32', low: 0, high: 5 }],
    none: [[5, 3], { shape: [0], dtype: 'int32' }],
  },
});
describeOp('clone', { run: clone, inputs: { matrix: [[2, 3]], scalar: [[]], empty: [[0, 3]] } });

describe('rows by class', () => {
  forEachBackend(() => {
    it('are 0 for classes out of range, and of the dtype asked for', async () => {
      const y = oneHot([0, -1, 3], 2, { dtype: 'float32' });
      expect(y.dtype).toBe('float32');
      expect(await y.array()).toEqual([
        [1, 0],
        [0, 0],
        [0, 0],
      ]);
      expect(oneHot([1], 2).dtype).toBe('int32');
    });

    it('give the padding row no gradient', async () => {
      const weight = tensor(
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        { requiresGrad: true },
      );
      const y = embedding(
        [
          [0, 2],
          [2, 1],
        ],
        weight,
        { paddingIndex: -1 },
      );
      expect(await y.array()).toEqual([
        [
          [1, 2],
          [5, 6],
        ],
        [
          [5, 6],
          [3, 4],
        ],
      ]);
      y.sum().backward();
      expect(await weight.grad!.array()).toEqual([
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
    });

    it('refuse what makes no sense', () => {
      expect(failureOf(() => oneHot([0], 0))).toBe(
        'ArgumentError: [oneHot] expected numClasses of at least 1, got 0.',
      );
      expect(failureOf(() => oneHot([true], 2))).toBe(
        "DTypeError: [oneHot] expected class numbers, got booleans. Cast them to 'int32'.",
      );
      expect(failureOf(() => embedding([0], ones([3])))).toBe(
        'ShapeError: [embedding] expected a weight of shape [V, E], got [3].',
      );
      expect(failureOf(() => embedding([3], ones([3, 2])))).toBe(
        'ArgumentError: [embedding] expected indices from -3 to 2, got 3.',
      );
      expect(failureOf(() => embedding([0], ones([3, 2]), { paddingIndex: 3 }))).toBe(
        'ArgumentError: [embedding] expected a paddingIndex from -3 to 2, got 3.',
      );
    });
  });
});
