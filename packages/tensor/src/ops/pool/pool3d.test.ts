import { describe, expect, it } from 'vitest';
import { arange, ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import type { Sample } from '../../testing/sample.js';
import {
  type AdaptiveVolumeSize,
  adaptiveAvgPool3d,
  adaptiveMaxPool3d,
  adaptiveMaxPool3dWithIndices,
} from './adaptive-pool3d.js';
import { type AvgPool3dFunctionOptions, avgPool3d } from './avg-pool3d.js';
import { lpPool1d } from './lp-pool1d.js';
import { lpPool3d } from './lp-pool3d.js';
import { type MaxPool3dFunctionOptions, maxPool3d, maxPool3dWithIndices } from './max-pool3d.js';
import type { Triple } from './window-options.js';

/** Few values, far enough apart that small steps don't change which is the largest. */
const apart = (shape: readonly number[]): Sample => ({ shape, low: -1, high: 1, distinct: true });

const maxCases: Record<string, [readonly number[], Triple, MaxPool3dFunctionOptions]> = {
  'kernel 2': [[1, 2, 2, 4, 2], 2, {}],
  'stride 1, padding 1': [[1, 2, 3, 2, 1], 3, { stride: 1, padding: 1 }],
  'triples, ceilMode': [
    [1, 3, 3, 2, 1],
    [2, 1, 2],
    { stride: [2, 2, 1], padding: [1, 0, 0], ceilMode: true },
  ],
  dilation: [[1, 3, 3, 2, 1], [2, 2, 1], { stride: 1, dilation: [2, 1, 1] }],
  'one volume': [[2, 2, 3, 1], 2, {}],
  empty: [[0, 2, 2, 2, 1], 2, {}],
};
for (const [title, [shape, kernel, options]] of Object.entries(maxCases)) {
  describeOp(`maxPool3d (${title})`, {
    run: (x) => maxPool3d(x, kernel, options),
    inputs: { volumes: [apart(shape)] },
  });
}

const avgCases: Record<string, [readonly number[], Triple, AvgPool3dFunctionOptions]> = {
  'kernel 2': [[2, 2, 4, 3, 1], 2, {}],
  ceilMode: [[1, 5, 3, 2, 1], [3, 2, 1], { stride: [2, 1, 2], padding: [1, 1, 0], ceilMode: true }],
  'without padding': [[1, 3, 4, 3, 1], 3, { stride: 2, padding: 1, countIncludePad: false, ceilMode: true }],
  'another divisor': [[1, 2, 3, 2, 1], 2, { divisorOverride: 3, padding: 1 }],
  'one volume': [[2, 3, 2, 2], 2, {}],
  empty: [[0, 2, 2, 2, 1], 2, {}],
};
for (const [title, [shape, kernel, options]] of Object.entries(avgCases)) {
  describeOp(`avgPool3d (${title})`, {
    run: (x) => avgPool3d(x, kernel, options),
    inputs: { volumes: [shape] },
  });
}
describeOp('lpPool3d', {
  run: (x) => lpPool3d(x, 3, [2, 1, 2], { stride: 1 }),
  inputs: { volumes: [{ shape: [1, 3, 2, 2, 1], low: 0.5, high: 2 }], empty: [[0, 3, 2, 2, 1]] },
});

const sizes: Record<string, AdaptiveVolumeSize> = {
  global: 1,
  uneven: [2, 3, 1],
  larger: [4, 2, 5],
  'one axis': [2, null, null],
};
for (const [title, size] of Object.entries(sizes)) {
  describeOp(`adaptiveAvgPool3d (${title})`, {
    run: (x) => adaptiveAvgPool3d(x, size),
    inputs: { batch: [[2, 3, 4, 2, 1]], 'one volume': [[3, 4, 3, 1]], empty: [[0, 3, 2, 2, 1]] },
  });
  describeOp(`adaptiveMaxPool3d (${title})`, {
    run: (x) => adaptiveMaxPool3d(x, size),
    inputs: { 'one volume': [apart([3, 2, 2, 1])], empty: [[0, 3, 2, 2, 1]] },
  });
}

describe('pooling of volumes', () => {
  forEachBackend(() => {
    it('returns places in the whole volume, the first one of a tie', async () => {
      const tie = ones([1, 3, 3, 3, 1], { requiresGrad: true });
      const padded = maxPool3dWithIndices(tie, 2, { stride: 2, padding: 1 });
      expect(await padded.indices.data()).toEqual(new Int32Array([0, 1, 3, 4, 9, 10, 12, 13]));
      padded.values.sum().backward();
      expect((await tie.grad!.data()).filter((value) => value === 1).length).toBe(8);
      const x = arange(0, 48).reshape([2, 3, 2, 2, 2]);
      expect(await maxPool3dWithIndices(x, [2, 2, 1], { stride: 1 }).indices.data()).toEqual(
        new Int32Array([6, 6, 7, 7, 10, 10, 11, 11, 6, 6, 7, 7, 10, 10, 11, 11]),
      );
      expect(await adaptiveMaxPool3dWithIndices(x, [2, 1, 1]).indices.data()).toEqual(
        new Int32Array([7, 7, 11, 11, 7, 7, 11, 11]),
      );
      const single = maxPool3dWithIndices(x.select(0, 0), [3, 2, 2]);
      expect(single.values.shape).toEqual([1, 1, 1, 2]);
      expect(await single.indices.data()).toEqual(new Int32Array([11, 11]));
    });

    it('takes NaN as the largest, and padding as less than everything', async () => {
      const x = tensor([-1, NaN, -3, -4], { shape: [1, 4, 1, 1, 1] });
      expect(await maxPool3d(x, [2, 1, 1]).data()).toEqual(new Float32Array([NaN, -3]));
      expect(await maxPool3d(ones([1, 1, 1, 1]).neg(), 2, { stride: 1, padding: 1 }).data()).toEqual(
        new Float32Array(8).fill(-1),
      );
    });

    it('refuses what does not fit', () => {
      expect(failureOf(() => maxPool3d(ones([2, 2, 2]), 2))).toBe(
        'ShapeError: [maxPool3d] expected x [N, D, H, W, C] or [D, H, W, C], got [2, 2, 2].',
      );
      expect(failureOf(() => avgPool3d(ones([4, 4, 4, 1]), 2, { padding: [2, 0, 0] }))).toBe(
        'ArgumentError: [avgPool3d] expected padding of at most half the kernel, got 2 (kernelSize [2, 2, 2]).',
      );
      expect(failureOf(() => maxPool3d(ones([4, 4, 4, 1]), [2, 2] as never))).toBe(
        'ArgumentError: [maxPool3d] expected kernelSize to be an integer of at least 1, or three of them, got [2, 2].',
      );
      expect(failureOf(() => avgPool3d(ones([1, 4, 4, 1]), 2))).toBe(
        'ShapeError: [avgPool3d] expected at least 2 elements under the kernel, padding included, got 1 ' +
          '(x has shape [1, 4, 4, 1]). Use a smaller kernel, or padding.',
      );
      expect(failureOf(() => avgPool3d(ones([4, 4, 4, 1]), 2, { divisorOverride: 0 }))).toBe(
        'ArgumentError: [avgPool3d] expected divisorOverride other than 0, got 0.',
      );
      expect(failureOf(() => lpPool3d(ones([4, 4, 4, 1]), 0, 2))).toBe(
        'ArgumentError: [lpPool3d] expected p other than 0, got 0.',
      );
      expect(failureOf(() => lpPool1d(ones([4, 1]), 0, 2))).toBe(
        'ArgumentError: [lpPool1d] expected p other than 0, got 0.',
      );
      expect(failureOf(() => adaptiveAvgPool3d(ones([4, 4, 4, 1]), [2, 2] as never))).toBe(
        'ArgumentError: [adaptiveAvgPool3d] expected outputSize to be an integer of at least 1, or three of them, got [2, 2].',
      );
    });
  });
});
