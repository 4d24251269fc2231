import { describe, expect, it } from 'vitest';
import { ones } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { pixelShuffle, pixelUnshuffle } from './pixel-shuffle.js';
import { col2im, im2col, unfold } from './unfold.js';

describeOp('unfold', {
  run: (x) => unfold(x, 1, 3, 2),
  inputs: { cube: [[2, 7, 2]], 'one window': [[2, 4]], empty: [[0, 5]] },
});
describeOp('im2col', {
  run: (x) => im2col(x, [2, 3], { padding: [1, 0], stride: [2, 1], dilation: [1, 2] }),
  inputs: { batch: [[2, 4, 6, 2]], 'one image': [[3, 5, 1]], empty: [[0, 4, 6, 2]] },
});
describeOp('col2im', {
  run: (x) => col2im(x, [4, 5], 2, { padding: [0, 1], stride: [2, 1] }),
  inputs: { batch: [[2, 12, 8]], 'one image': [[12, 4]], empty: [[0, 12, 4]] },
});
describeOp('pixelShuffle', {
  run: (x) => pixelShuffle(x, 2),
  inputs: { batch: [[2, 2, 3, 8]], 'one image': [[2, 1, 4]] },
});
describeOp('pixelUnshuffle', {
  run: (x) => pixelUnshuffle(x, 2),
  inputs: { batch: [[2, 4, 6, 2]], 'one image': [[2, 4, 1]] },
});

describe('windows and squares', () => {
  forEachBackend(() => {
    it('come back as they were', async () => {
      const x = ones([1, 4, 6, 8]);
      expect(pixelUnshuffle(pixelShuffle(x, 2), 2).shape).toEqual(x.shape);
      // Every pixel comes back as often as there are windows over it.
      const counts = col2im(im2col(ones([1, 3, 3, 1]), 2), 3, 2);
      expect(await counts.data()).toEqual(new Float32Array([1, 2, 1, 2, 4, 2, 1, 2, 1]));
    });

    it('refuse sizes that do not fit', () => {
      expect(failureOf(() => unfold(ones([2]), 0, 3, 1))).toBe(
        'ShapeError: [unfold] expected at least 3 elements under the kernel, padding included, got 2 (x has shape [2]). Use a smaller kernel, or padding.',
      );
      expect(failureOf(() => unfold(ones([2]), 0, 1, 0))).toBe(
        'ArgumentError: [unfold] expected size and step of at least 1, got 1 and 0.',
      );
      expect(failureOf(() => im2col(ones([2, 2]), 1))).toBe(
        'ShapeError: [im2col] expected x [N, H, W, C] or [H, W, C], got [2, 2].',
      );
      expect(failureOf(() => im2col(ones([2, 2, 1]), [1, 1], { stride: 0 }))).toBe(
        'ArgumentError: [im2col] expected stride to be an integer of at least 1, or two of them, got 0.',
      );
      expect(failureOf(() => col2im(ones([1, 3, 4]), 3, 2))).toBe(
        'ShapeError: [col2im] expected 4 windows of a multiple of 4 values, got [1, 3, 4] (images of 3 by 3).',
      );
      expect(failureOf(() => pixelShuffle(ones([1, 1, 6]), 2))).toBe(
        'ShapeError: [pixelShuffle] expected a multiple of 4 channels, got 6 (x has shape [1, 1, 6]).',
      );
      expect(failureOf(() => pixelUnshuffle(ones([3, 4, 1]), 2))).toBe(
        'ShapeError: [pixelUnshuffle] expected height and width that are multiples of 2, got 3 and 4 (x has shape [3, 4, 1]).',
      );
      expect(failureOf(() => pixelShuffle(ones([4]), 2))).toBe(
        'ShapeError: [pixelShuffle] expected images [..., H, W, C], got [4].',
      );
      expect(failureOf(() => pixelShuffle(ones([1, 1, 4]), 0))).toBe(
        'ArgumentError: [pixelShuffle] expected a factor of at least 1, got 0.',
      );
    });
  });
});
