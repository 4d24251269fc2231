import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { pad } from './pad.js';

describeOp('pad', {
  run: (x) =>
    pad(
      x,
      [
        [1, 2],
        [0, 3],
      ],
      { value: 0.5 },
    ),
  inputs: { matrix: [[2, 3]], 'one element': [[1, 1]], empty: [[0, 2]] },
});
describeOp('pad that cuts', {
  run: (x) =>
    pad(x, [
      [-1, 2],
      [1, -2],
    ]),
  inputs: { matrix: [[3, 4]] },
});
for (const mode of ['reflect', 'replicate', 'circular'] as const) {
  describeOp(`pad in mode ${mode}`, {
    run: (x) =>
      pad(
        x,
        [
          [0, 0],
          [2, 1],
          [0, 2],
        ],
        { mode },
      ),
    inputs: { cube: [[2, 3, 4]], empty: [[0, 3, 3]] },
  });
}

describe('padding', () => {
  forEachBackend(() => {
    it('keeps the dtype', async () => {
      expect(await pad(tensor([true]), [[1, 1]], { value: 1 }).array()).toEqual([true, true, true]);
      expect(await pad(tensor(new Int32Array([4])), [[1, 0]], { value: -1 }).array()).toEqual([-1, 4]);
    });

    it('reaches as far as each mode does', async () => {
      const x = tensor([1, 2, 3]);
      expect(await pad(x, [[2, 2]], { mode: 'reflect' }).array()).toEqual([3, 2, 1, 2, 3, 2, 1]);
      expect(await pad(x, [[3, 3]], { mode: 'circular' }).array()).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
      expect(await pad(x, [[5, 1]], { mode: 'replicate' }).array()).toEqual([1, 1, 1, 1, 1, 1, 2, 3, 3]);
    });

    it('refuses widths that do not fit', () => {
      expect(failureOf(() => pad(ones([2, 3]), [[1, 1]]))).toBe(
        'ShapeError: [pad] expected a pair of widths for each of 2 axes, got 1 (x has shape [2, 3]).',
      );
      expect(failureOf(() => pad(ones([3]), [[3, 0]], { mode: 'reflect' }))).toBe(
        "ShapeError: [pad] expected widths of at most 2 in mode 'reflect', got [3, 0] (axis 0 of shape [3]).",
      );
      expect(failureOf(() => pad(ones([3]), [[-2, -2]]))).toBe(
        'ShapeError: [pad] expected to cut at most 3 elements, got [-2, -2] (axis 0 of shape [3]).',
      );
      expect(failureOf(() => pad(ones([3]), [[0.5, 0]]))).toBe(
        'ArgumentError: [pad] expected widths that are integers, got [0.5, 0].',
      );
      expect(failureOf(() => pad(ones([3]), [[1, 1]], { mode: 'mirror' as 'reflect' }))).toBe(
        'ArgumentError: [pad] expected a mode of constant, reflect, replicate, circular, got mirror.',
      );
    });
  });
});
