import { describe, expect, it } from 'vitest';
import { ones } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { convTranspose1d } from './conv-transpose1d.js';
import { convTranspose2d } from './conv-transpose2d.js';
import { conv1d } from './conv1d.js';
import { conv3d } from './conv3d.js';

describeOp('conv1d', {
  run: (x, w, b) => conv1d(x, w, b, { stride: 2, padding: [1, 2], dilation: 2 }),
  inputs: {
    batch: [[2, 6, 2], [3, 2, 3], [3]],
    'one sequence': [[6, 2], [2, 2, 3], [3]],
    empty: [[0, 6, 2], [3, 2, 3], [3]],
  },
});
describeOp('conv1d, same', {
  run: (x, w) => conv1d(x, w, undefined, { padding: 'same', groups: 2 }),
  inputs: {
    'even kernel': [
      [1, 5, 4],
      [2, 2, 2],
    ],
    depthwise: [
      [1, 5, 2],
      [3, 1, 2],
    ],
  },
});
describeOp('conv3d', {
  run: (x, w, b) => conv3d(x, w, b, { stride: [1, 2, 1], padding: [1, 0, 1], dilation: [2, 1, 1] }),
  inputs: {
    batch: [[1, 4, 4, 3, 2], [2, 2, 2, 2, 2], [2]],
    'one volume': [[4, 3, 3, 1], [3, 2, 2, 1, 2], [2]],
  },
});
describeOp('conv3d, same', {
  run: (x, w) => conv3d(x, w, undefined, { padding: 'same', stride: 2, groups: 2 }),
  inputs: {
    batch: [
      [1, 3, 3, 2, 2],
      [2, 2, 3, 1, 2],
    ],
  },
});
describeOp('convTranspose1d', {
  run: (x, w, b) => convTranspose1d(x, w, b, { stride: 2, padding: 1, outputPadding: 1 }),
  inputs: {
    batch: [[2, 4, 2], [3, 2, 3], [3]],
    'one sequence': [[4, 1], [3, 1, 2], [2]],
    empty: [[0, 4, 2], [3, 2, 3], [3]],
  },
});
describeOp('convTranspose2d', {
  run: (x, w, b) => convTranspose2d(x, w, b, { stride: [2, 3], padding: [1, 0], outputPadding: [1, 2] }),
  inputs: { batch: [[2, 3, 2, 2], [3, 2, 2, 3], [3]], 'one image': [[3, 2, 1], [3, 2, 1, 2], [2]] },
});
describeOp('convTranspose2d with groups', {
  run: (x, w) => convTranspose2d(x, w, undefined, { groups: 2, dilation: 2 }),
  inputs: {
    batch: [
      [1, 3, 3, 4],
      [2, 3, 2, 6],
    ],
    depthwise: [
      [1, 3, 3, 2],
      [2, 2, 1, 2],
    ],
  },
});

describe('other convolutions', () => {
  forEachBackend(() => {
    it('have the shapes that PyTorch gives', () => {
      expect(conv1d(ones([2, 7, 3]), ones([4, 3, 5]), undefined, { padding: 'same' }).shape).toEqual([
        2, 7, 5,
      ]);
      expect(conv3d(ones([1, 5, 6, 7, 2]), ones([2, 3, 4, 2, 3])).shape).toEqual([1, 4, 4, 4, 3]);
      const up = { stride: 2, padding: 1, outputPadding: 1 };
      expect(convTranspose2d(ones([1, 7, 7, 2]), ones([3, 3, 2, 4]), undefined, up).shape).toEqual([
        1, 14, 14, 4,
      ]);
      expect(
        convTranspose1d(ones([7, 2]), ones([4, 2, 4]), undefined, { stride: 2, padding: 1 }).shape,
      ).toEqual([14, 4]);
    });

    it('refuse operands that do not fit', () => {
      expect(failureOf(() => conv1d(ones([2, 3, 8]), ones([2, 3, 4])))).toBe(
        'ShapeError: [conv1d] expected 3 input channels, got 8 (x has shape [2, 3, 8]). Inputs are [N, L, C]; permute x to [0, 2, 1].',
      );
      expect(failureOf(() => conv1d(ones([2]), ones([2, 3, 4])))).toBe(
        'ShapeError: [conv1d] expected x [N, L, C] or [L, C] and a weight [K, C / groups, O], got [2] and [2, 3, 4].',
      );
      expect(failureOf(() => conv1d(ones([2, 1, 3]), ones([2, 3, 4])))).toBe(
        'ShapeError: [conv1d] expected at least 2 elements under the kernel, padding included, got 1 (x has shape [2, 1, 3]). ' +
          'Use a smaller kernel, or padding.',
      );
      expect(failureOf(() => conv3d(ones([2, 3, 8, 8, 8]), ones([2, 2, 2, 3, 4])))).toBe(
        'ShapeError: [conv3d] expected 3 input channels, got 8 (x has shape [2, 3, 8, 8, 8]). ' +
          'Inputs are [N, D, H, W, C]; permute x to [0, 2, 3, 4, 1].',
      );
      expect(
        failureOf(() => conv3d(ones([1, 4, 4, 4, 1]), ones([2, 2, 2, 1, 1]), undefined, { stride: 0 })),
      ).toBe(
        'ArgumentError: [conv3d] expected stride to be an integer of at least 1, or three of them, got 0.',
      );
      expect(
        failureOf(() =>
          convTranspose2d(ones([1, 4, 4, 1]), ones([2, 2, 1, 1]), undefined, { outputPadding: 1 }),
        ),
      ).toBe(
        'ArgumentError: [convTranspose2d] expected outputPadding below the stride or the dilation, got 1 (stride 1, dilation 1).',
      );
      expect(failureOf(() => convTranspose1d(ones([1, 1]), ones([2, 1, 1]), undefined, { padding: 1 }))).toBe(
        'ShapeError: [convTranspose1d] expected an output of at least one element, got [1, 0] ' +
          '(x has shape [1, 1], padding [0, 1]). Use less padding.',
      );
    });
  });
});
