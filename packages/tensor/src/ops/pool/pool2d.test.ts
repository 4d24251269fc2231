import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import type { Sample } from '../../testing/sample.js';
import { type AvgPool2dFunctionOptions, avgPool2d } from './avg-pool2d.js';
import { globalAvgPool, globalMaxPool } from './global-pool.js';
import { lpPool2d } from './lp-pool2d.js';
import { type MaxPool2dFunctionOptions, maxPool2d, maxPool2dWithIndices } from './max-pool2d.js';
import { avgPool1d, maxPool1d, maxPool1dWithIndices } from './pool1d.js';
import type { Pair } from './window-options.js';

/** Few values, far enough apart that small steps don't change which is the largest. */
const apart = (shape: readonly number[]): Sample => ({ shape, low: -1, high: 1, distinct: true });

const maxCases: Record<string, [readonly number[], Pair, MaxPool2dFunctionOptions]> = {
  'kernel 2': [[2, 2, 2, 2], 2, {}],
  leftovers: [[1, 3, 5, 1], 2, {}],
  'stride 2, padding 1': [[1, 4, 4, 1], 3, { stride: 2, padding: 1 }],
  'pairs, ceilMode': [[1, 4, 4, 1], [3, 2], { stride: [2, 3], padding: [1, 0], ceilMode: true }],
  'ceilMode, smaller than the kernel': [[1, 2, 2, 1], 3, { stride: 2, ceilMode: true }],
  dilation: [[1, 6, 3, 1], [3, 2], { stride: 1, dilation: [2, 1] }],
  'one image': [[4, 2, 2], 2, {}],
  empty: [[0, 4, 4, 2], 2, {}],
};
for (const [title, [shape, kernel, options]] of Object.entries(maxCases)) {
  describeOp(`maxPool2d (${title})`, {
    run: (x) => maxPool2d(x, kernel, options),
    inputs: { images: [apart(shape)] },
  });
}
describeOp('maxPool2d of many', {
  run: (x) => maxPool2d(x, 3, { stride: 2, padding: 1, ceilMode: true }),
  order: 0, // so many values are too close to each other for differences
  inputs: { images: [[3, 9, 10, 5]] },
});

const avgCases: Record<string, [readonly number[], Pair, AvgPool2dFunctionOptions]> = {
  'kernel 2': [[2, 4, 5, 2], 2, {}],
  'stride 2, padding 1': [[1, 5, 4, 2], 3, { stride: 2, padding: 1 }],
  ceilMode: [[1, 5, 6, 1], [3, 2], { stride: [2, 3], padding: [1, 0], ceilMode: true }],
  'without padding': [[1, 5, 4, 1], 3, { stride: 2, padding: 1, countIncludePad: false, ceilMode: true }],
  'another divisor': [[1, 4, 4, 1], 2, { divisorOverride: 3 }],
  'one image': [[4, 4, 2], 2, {}],
  empty: [[0, 4, 4, 2], 2, {}],
};
for (const [title, [shape, kernel, options]] of Object.entries(avgCases)) {
  describeOp(`avgPool2d (${title})`, {
    run: (x) => avgPool2d(x, kernel, options),
    inputs: { images: [shape] },
  });
}
describeOp('lpPool2d', {
  run: (x) => lpPool2d(x, 3, 2, { stride: 1 }),
  inputs: { images: [{ shape: [1, 3, 3, 2], low: 0.5, high: 2 }], empty: [[0, 3, 3, 1]] },
});
describeOp('maxPool1d', {
  run: (x) => maxPool1d(x, 3, { stride: 2, padding: 1, ceilMode: true }),
  inputs: { batch: [apart([1, 7, 2])], 'one sequence': [apart([5, 2])] },
});
describeOp('avgPool1d', {
  run: (x) => avgPool1d(x, 3, { stride: 2, padding: 1, ceilMode: true }),
  inputs: { batch: [[2, 6, 2]], 'one sequence': [[5, 2]] },
});
describeOp('globalAvgPool', {
  run: globalAvgPool,
  inputs: { images: [[2, 3, 2, 2]], sequences: [[2, 3, 2]] },
});
describeOp('globalMaxPool', {
  run: globalMaxPool,
  inputs: { images: [apart([2, 2, 2, 2])], sequences: [apart([2, 3, 2])] },
});

describe('pooling', () => {
  forEachBackend(() => {
    it('gives the first of a tie all of the gradient', async () => {
      const x = tensor(
        [
          [[1], [1]],
          [[1], [1]],
        ],
        { requiresGrad: true },
      );
      const { values, indices } = maxPool2dWithIndices(x, 2);
      expect(await indices.data()).toEqual(new Int32Array([0]));
      values.sum().backward();
      expect(await x.grad!.data()).toEqual(new Float32Array([1, 0, 0, 0]));
    });

    it('counts padding as less than everything, and NaN as more', async () => {
      expect(await maxPool2d(tensor([[[-5]]]), 2, { stride: 1, padding: 1 }).data()).toEqual(
        new Float32Array(4).fill(-5),
      );
      expect(await maxPool2d(tensor([[[1], [NaN]]]), [1, 2]).data()).toEqual(new Float32Array([NaN]));
    });

    it('takes images smaller than the kernel where ceilMode lets the window hang over', async () => {
      const x = tensor([
        [[1], [2]],
        [[3], [6]],
      ]);
      const settings = { stride: 2, ceilMode: true };
      expect(await maxPool2d(x, 3, settings).array()).toEqual([[[6]]]);
      expect(await avgPool2d(x, 3, settings).array()).toEqual([[[3]]]);
      expect(failureOf(() => maxPool2d(ones([1, 1, 1]), 3, settings))).toMatch(/^ShapeError: \[maxPool2d\]/);
    });

    it('gives places in the whole image', async () => {
      const x = tensor([
        [
          [1, 9],
          [2, 8],
        ],
        [
          [3, 7],
          [4, 6],
        ],
      ]);
      expect(await maxPool2dWithIndices(x, 2).indices.data()).toEqual(new Int32Array([3, 0]));
      expect(await maxPool1dWithIndices(tensor([[1], [3], [2], [5]]), 2).indices.array()).toEqual([[1], [3]]);
    });

    it('has derivative 0 where a power mean is 0', async () => {
      const x = tensor(new Float32Array(4), { shape: [2, 2, 1], requiresGrad: true });
      lpPool2d(x, 2, 2).sum().backward();
      expect(await x.grad!.data()).toEqual(new Float32Array(4));
    });

    it('refuses what does not fit', () => {
      expect(failureOf(() => maxPool2d(ones([2, 2]), 2))).toBe(
        'ShapeError: [maxPool2d] expected x [N, H, W, C] or [H, W, C], got [2, 2].',
      );
      expect(failureOf(() => maxPool2d(ones([4, 4, 1]), 2, { padding: 2 }))).toBe(
        'ArgumentError: [maxPool2d] expected padding of at most half the kernel, got 2 (kernelSize [2, 2]).',
      );
      expect(failureOf(() => maxPool2d(ones([4, 4, 1]), 0))).toBe(
        'ArgumentError: [maxPool2d] expected kernelSize to be an integer of at least 1, or two of them, got 0.',
      );
      expect(failureOf(() => avgPool2d(ones([2, 4, 1]), 3))).toBe(
        'ShapeError: [avgPool2d] expected at least 3 elements under the kernel, padding included, got 2 ' +
          '(x has shape [2, 4, 1]). Use a smaller kernel, or padding.',
      );
      expect(failureOf(() => avgPool2d(ones([4, 4, 1]), 2, { divisorOverride: 0 }))).toBe(
        'ArgumentError: [avgPool2d] expected divisorOverride other than 0, got 0.',
      );
      expect(failureOf(() => avgPool1d(ones([4]), 2))).toBe(
        'ShapeError: [avgPool1d] expected x [N, L, C] or [L, C], got [4].',
      );
      expect(failureOf(() => lpPool2d(ones([4, 4, 1]), 0, 2))).toBe(
        'ArgumentError: [lpPool2d] expected p other than 0, got 0.',
      );
      expect(failureOf(() => globalAvgPool(ones([4, 4])))).toBe(
        'ShapeError: [globalAvgPool] expected x [N, ..., C] with at least three axes, got [4, 4].',
      );
    });
  });
});
