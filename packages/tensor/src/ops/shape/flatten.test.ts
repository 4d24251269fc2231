import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { liveMemory } from '../../testing/index.js';
import { flatten, unflatten } from './flatten.js';
import { squeeze, unsqueeze } from './squeeze.js';

describeOp('flatten', {
  run: (x) => flatten(x, 1, -2),
  inputs: { 'four axes': [[2, 3, 2, 2]], cube: [[2, 3, 4]], empty: [[2, 0, 3, 2]] },
});
describeOp('unflatten', {
  run: (x) => unflatten(x, -1, [2, -1]),
  inputs: { matrix: [[3, 4]], empty: [[0, 4]] },
});
describeOp('squeeze', {
  run: (x) => squeeze(x),
  inputs: { 'two axes': [[1, 3, 1]], none: [[2, 3]], empty: [[1, 0]] },
});
describeOp('unsqueeze', {
  run: (x) => unsqueeze(x, -2),
  inputs: { matrix: [[3, 4]], vector: [[3]], empty: [[0, 3]] },
});

describe('merging and splitting axes', () => {
  forEachBackend(() => {
    it('copies nothing', () => {
      const x = ones([2, 3, 4]);
      const before = liveMemory(x.backend).buffers;
      const shapes = [flatten(x), flatten(x, 1), unflatten(x, 2, [2, 2]), squeeze(x), unsqueeze(x, 3)].map(
        (y) => y.shape,
      );
      expect(shapes).toEqual([[24], [2, 12], [2, 3, 2, 2], [2, 3, 4], [2, 3, 4, 1]]);
      expect(liveMemory(x.backend).buffers).toBe(before);
    });

    it('makes a vector of a scalar', async () => {
      expect(flatten(tensor(3)).shape).toEqual([1]);
      expect(squeeze(ones([1, 1])).shape).toEqual([]);
    });

    it('leaves out only the named axes of size 1', () => {
      expect(squeeze(ones([1, 3, 1]), -1).shape).toEqual([1, 3]);
      expect(squeeze(ones([1, 3, 1]), [0, 1]).shape).toEqual([3, 1]);
    });

    it('refuses axes and sizes that do not fit', () => {
      expect(failureOf(() => flatten(ones([2, 3, 4]), 2, 1))).toBe(
        'ShapeError: [flatten] expected a start axis before the end axis, got axes 2 to 1 (x has shape [2, 3, 4]).',
      );
      expect(failureOf(() => flatten(ones([2]), 1))).toBe(
        'ShapeError: [flatten] expected an axis from -1 to 0, got 1.',
      );
      expect(failureOf(() => unflatten(ones([2, 6]), 1, [4, -1]))).toBe(
        'ShapeError: [unflatten] expected sizes whose product is 6, got [4, -1] (axis 1 of shape [2, 6]).',
      );
      expect(failureOf(() => squeeze(ones([2]), 1))).toBe(
        'ShapeError: [squeeze] expected an axis from -1 to 0, got 1.',
      );
      expect(failureOf(() => unsqueeze(ones([2]), 3))).toBe(
        'ShapeError: [unsqueeze] expected an axis from -2 to 1, got 3.',
      );
    });
  });
});
