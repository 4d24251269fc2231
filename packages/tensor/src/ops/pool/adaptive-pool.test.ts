import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import type { Sample } from '../../testing/sample.js';
import {
  type AdaptiveSize,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool1dWithIndices,
  adaptiveMaxPool2d,
  adaptiveMaxPool2dWithIndices,
} from './adaptive-pool.js';

/** Few values, far enough apart that small steps don't change which is the largest. */
const apart = (shape: readonly number[]): Sample => ({ shape, low: -1, high: 1, distinct: true });

const sizes: Record<string, AdaptiveSize> = {
  global: 1,
  even: [2, 1],
  uneven: [3, 2],
  larger: [5, 7],
  'one side': [3, null],
};
for (const [title, size] of Object.entries(sizes)) {
  describeOp(`adaptiveAvgPool2d (${title})`, {
    run: (x) => adaptiveAvgPool2d(x, size),
    inputs: { batch: [[2, 4, 3, 2]], 'one image': [[4, 3, 1]], empty: [[0, 4, 3, 1]] },
  });
  describeOp(`adaptiveMaxPool2d (${title})`, {
    run: (x) => adaptiveMaxPool2d(x, size),
    inputs: { 'one image': [apart([4, 3, 1])], empty: [[0, 4, 3, 1]] },
  });
  describeOp(`adaptiveMaxPool2d of many (${title})`, {
    run: (x) => adaptiveMaxPool2d(x, size),
    order: 0, // so many values are too close to each other for differences
    inputs: { batch: [[2, 4, 3, 2]] },
  });
}
describeOp('adaptiveAvgPool1d', {
  run: (x) => adaptiveAvgPool1d(x, 3),
  inputs: { batch: [[2, 7, 2]], 'one sequence': [[6, 2]] },
});
describeOp('adaptiveMaxPool1d', {
  run: (x) => adaptiveMaxPool1d(x, 3),
  inputs: { batch: [apart([1, 7, 2])], 'one sequence': [apart([6, 2])] },
});

describe('adaptive pooling', () => {
  forEachBackend(() => {
    it('gives the place of the first of a tie, also in uneven windows', async () => {
      const x = ones([5, 5, 1]);
      expect(await adaptiveMaxPool2dWithIndices(x, 2).indices.data()).toEqual(new Int32Array([0, 2, 10, 12]));
      expect(
        await adaptiveMaxPool1dWithIndices(tensor([[1], [2], [2], [0], [0]]), 2).indices.array(),
      ).toEqual([[1], [2]]);
    });

    it('refuses what does not fit', () => {
      expect(failureOf(() => adaptiveAvgPool2d(ones([4, 4, 1]), 0))).toBe(
        'ArgumentError: [adaptiveAvgPool2d] expected outputSize to be an integer of at least 1, or two of them, got 0.',
      );
      expect(failureOf(() => adaptiveMaxPool2d(ones([4, 4]), 1))).toBe(
        'ShapeError: [adaptiveMaxPool2d] expected x [N, H, W, C] or [H, W, C], got [4, 4].',
      );
      expect(failureOf(() => adaptiveMaxPool1d(ones([4]), 1))).toBe(
        'ShapeError: [adaptiveMaxPool1d] expected x [N, L, C] or [L, C], got [4].',
      );
    });
  });
});
