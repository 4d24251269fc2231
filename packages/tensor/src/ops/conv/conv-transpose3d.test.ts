import { describe, expect, it } from 'vitest';
import { ones } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { type ConvTranspose3dFunctionOptions, convTranspose3d } from './conv-transpose3d.js';
import { conv3d } from './conv3d.js';

const settings: Record<string, ConvTranspose3dFunctionOptions> = {
  plain: {},
  'stride 2': { stride: 2, padding: 1, outputPadding: 1 },
  'a stride above the kernel': { stride: [3, 2, 1], outputPadding: [2, 0, 0] },
  'dilation with a common divisor': { stride: 2, dilation: 2, padding: [1, 0, 0] },
  'other axes': { stride: [1, 2, 3], padding: [0, 1, 0], outputPadding: [0, 1, 2], dilation: [3, 1, 1] },
};
for (const [title, options] of Object.entries(settings)) {
  describeOp(`convTranspose3d (${title})`, {
    run: (x, w, b) => convTranspose3d(x, w, b, options),
    inputs: {
      batch: [[2, 2, 3, 2, 1], [2, 2, 2, 1, 2], [2]],
      'one volume': [[2, 2, 2, 1], [2, 2, 2, 1, 1], [1]],
      empty: [[0, 2, 2, 2, 1], [2, 2, 2, 1, 1], [1]],
    },
  });
}
describeOp('convTranspose3d with groups', {
  run: (x, w) => convTranspose3d(x, w, undefined, { groups: 2, stride: [2, 1, 1] }),
  inputs: {
    batch: [
      [1, 2, 2, 2, 4],
      [2, 1, 2, 2, 2],
    ],
  },
});

describe('convTranspose3d', () => {
  forEachBackend(() => {
    it('is the adjoint of conv3d', async () => {
      const options = { stride: [2, 1, 2], padding: [1, 0, 1], dilation: [1, 2, 1] } as const;
      const w = ones([3, 2, 3, 1, 1]).mul(0.5);
      const x = ones([1, 5, 5, 5, 1], { requiresGrad: true });
      const y = conv3d(x, w, undefined, options);
      y.sum().backward();
      const back = convTranspose3d(ones(y.shape), w, undefined, options);
      expect(back.shape).toEqual(x.shape);
      expect(await back.data()).toEqual(await x.grad!.data());
    });

    it('refuses what does not fit', () => {
      expect(failureOf(() => convTranspose3d(ones([2, 3, 8, 8, 8]), ones([2, 2, 2, 3, 4])))).toBe(
        'ShapeError: [convTranspose3d] expected 3 input channels, got 8 (x has shape [2, 3, 8, 8, 8]). ' +
          'Inputs are [N, D, H, W, C]; permute x to [0, 2, 3, 4, 1].',
      );
      const x = ones([1, 2, 2, 2, 1]);
      const w = ones([2, 2, 2, 1, 1]);
      expect(failureOf(() => convTranspose3d(x, w, undefined, { outputPadding: [1, 0, 0] }))).toBe(
        'ArgumentError: [convTranspose3d] expected outputPadding below the stride or the dilation, got 1 (stride 1, dilation 1).',
      );
      expect(failureOf(() => convTranspose3d(x, w, undefined, { padding: [2, 0, 0] }))).toBe(
        'ShapeError: [convTranspose3d] expected an output of at least one element, got [-1, 3, 3] ' +
          '(x has shape [1, 2, 2, 2, 1], padding [2, 0, 0]). Use less padding.',
      );
    });
  });
});
