import { describe, expect, it } from 'vitest';
import { noGrad } from '../../autograd/grad-mode.js';
import { ones, tensor } from '../../create.js';
import { uniform } from '../../random/uniform.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { type ClampedConv2dFunctionOptions, clampedConv2d } from './clamped-conv2d.js';
import { conv2d } from './conv2d.js';

// Bounds beyond all values, as a difference over a kink is no derivative.
describeOp('clampedConv2d', {
  run: (x, weight, scale, shift) => clampedConv2d(x, weight, { padding: 1, scale, shift, min: -50, max: 50 }),
  inputs: { operands: [[2, 5, 4, 2], [3, 3, 2, 3], [3], [3]] },
});
describeOp('clampedConv2d of one image, without rows', {
  run: (x, weight) => clampedConv2d(x, weight, { min: -50 }),
  inputs: {
    operands: [
      [5, 4, 2],
      [2, 2, 2, 3],
    ],
  },
});

const cases: Record<string, [ClampedConv2dFunctionOptions, number[], number[]]> = {
  'single pixels': [{}, [2, 5, 5, 8], [1, 1, 8, 20]],
  'few single pixels, odd channels': [{}, [1, 1, 1, 7], [1, 1, 7, 5]],
  'deep single pixels': [{}, [1, 4, 5, 300], [1, 1, 300, 70]],
  'one output channel': [{}, [1, 4, 5, 6], [1, 1, 6, 1]],
  depthwise: [{ groups: 12, padding: 1 }, [2, 7, 7, 12], [3, 3, 1, 12]],
  'depthwise, stride 2': [{ groups: 12, padding: 1, stride: 2 }, [2, 14, 15, 12], [3, 3, 1, 12]],
  'depthwise, even, stride 2': [{ groups: 8, padding: 1, stride: 2 }, [1, 8, 8, 8], [3, 3, 1, 8]],
  'depthwise, 5x5': [{ groups: 8, padding: 2 }, [1, 9, 9, 8], [5, 5, 1, 8]],
  'depthwise, odd channels': [{ groups: 5, padding: 1 }, [2, 6, 7, 5], [3, 3, 1, 5]],
  tiles: [{ padding: 1 }, [1, 9, 11, 12], [3, 3, 12, 20]],
  'unfolded windows': [{ stride: 2, padding: 1 }, [2, 9, 8, 3], [3, 3, 3, 10]],
  'unfolded in blocks': [{ stride: 2, padding: 1 }, [1, 5, 5, 130], [3, 3, 130, 12]],
  groups: [{ groups: 2 }, [1, 6, 5, 8], [3, 3, 4, 12]],
};

describe('clampedConv2d', () => {
  forEachBackend(() => {
    it.each(Object.entries(cases))('is what its parts give: %s', async (_, [windows, shape, kernel]) => {
      const [x, w] = [uniform(shape, { low: -1, high: 1 }), uniform(kernel, { low: -1, high: 1 })];
      const scale = uniform([kernel[3]!], { low: -2, high: 2 });
      const shift = uniform([kernel[3]!], { low: -1, high: 1 });
      const parts = conv2d(x, w, undefined, windows);
      const expected = [
        parts.mul(scale).add(shift).maximum(-0.25).minimum(0.5),
        parts.add(shift).maximum(0),
        parts.minimum(0.25),
      ];
      for (let run = 0; run < 4; run++) {
        // From the third on, what is made of the weight is kept.
        const actual = noGrad(() => [
          clampedConv2d(x, w, { ...windows, scale, shift, min: -0.25, max: 0.5 }),
          clampedConv2d(x, w, { ...windows, shift, min: 0 }),
          clampedConv2d(x, w, { ...windows, max: 0.25 }),
        ]);
        for (const [i, y] of actual.entries())
          expect(await y.sub(expected[i]!).abs().max().item()).toBeLessThan(1e-5);
      }
    });

    it('keeps NaN', async () => {
      const x = tensor([Number.NaN, 1], { shape: [1, 1, 2, 1] });
      const y = noGrad(() => clampedConv2d(x, ones([1, 1, 1, 4]), { shift: [0, 0, 0, 0], min: 0, max: 6 }));
      expect([...(await y.data())]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1, 1, 1, 1]);
    });

    it('refuses operands that do not fit', () => {
      const [x, w] = [ones([1, 4, 4, 3]), ones([3, 3, 3, 2])];
      expect(failureOf(() => clampedConv2d(x, w, { min: 1, max: 1 }))).toBe(
        'ArgumentError: [clampedConv2d] expected min < max, got [1, 1].',
      );
      expect(failureOf(() => clampedConv2d(x, w, { scale: ones([3]) }))).toBe(
        'ShapeError: [clampedConv2d] expected a scale of shape [2], got [3] (the weight has shape [3, 3, 3, 2]).',
      );
      expect(failureOf(() => clampedConv2d(ones([1, 4, 4, 2]), w))).toBe(
        'ShapeError: [clampedConv2d] expected 3 input channels, got 2 (x has shape [1, 4, 4, 2]). ' +
          'Inputs are [N, H, W, C].',
      );
    });
  });
});
