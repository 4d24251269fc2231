import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { type Conv2dFunctionOptions, conv2d } from './conv2d.js';

const cases: Record<string, [Conv2dFunctionOptions, readonly (readonly number[])[]]> = {
  'kernel 3': [{}, [[2, 5, 4, 2], [3, 3, 2, 3], [3]]],
  'kernel 1': [{}, [[2, 3, 2, 3], [1, 1, 3, 2], [2]]],
  'kernel 1, stride 2': [{ stride: 2 }, [[1, 5, 4, 2], [1, 1, 2, 3], [3]]],
  'stride 2, padding 1': [{ stride: 2, padding: 1 }, [[1, 6, 5, 2], [3, 3, 2, 2], [2]]],
  'stride over the kernel': [{ stride: 3 }, [[1, 7, 8, 1], [2, 2, 1, 2], [2]]],
  'pairs and sides': [
    { stride: [1, 2], dilation: [2, 1], padding: { top: 2, left: 1 } },
    [[1, 4, 5, 2], [2, 3, 2, 2], [2]],
  ],
  'same, even kernel': [{ padding: 'same' }, [[1, 4, 5, 2], [2, 4, 2, 2], [2]]],
  'same, stride 2': [{ padding: 'same', stride: 2 }, [[1, 5, 4, 1], [3, 3, 1, 2], [2]]],
  'same, dilated': [{ padding: 'same', dilation: 2 }, [[1, 5, 4, 1], [3, 2, 1, 2], [2]]],
  groups: [{ groups: 2, padding: 1 }, [[1, 4, 4, 4], [3, 3, 2, 6], [6]]],
  depthwise: [{ groups: 3, padding: 1 }, [[2, 4, 4, 3], [3, 3, 1, 3], [3]]],
  'depthwise, two for each, strided': [{ groups: 2, stride: 2 }, [[1, 5, 5, 2], [3, 3, 1, 4], [4]]],
  'one pixel': [{ padding: 1 }, [[1, 1, 1, 2], [3, 3, 2, 2], [2]]],
  'one image': [{}, [[4, 4, 2], [3, 3, 2, 2], [2]]],
  'no images': [{}, [[0, 4, 4, 2], [3, 3, 2, 2], [2]]],
};
for (const [title, [options, shapes]] of Object.entries(cases)) {
  describeOp(`conv2d (${title})`, {
    run: (x, weight, bias) => conv2d(x, weight, bias, options),
    inputs: { operands: shapes },
  });
}
describeOp('conv2d without bias', {
  run: (x, w) => conv2d(x, w),
  inputs: {
    images: [
      [2, 4, 4, 2],
      [3, 3, 2, 3],
    ],
  },
});

describe('conv2d', () => {
  forEachBackend(() => {
    it('never computes the gradient of an input that wants none', () => {
      const x = ones([2, 5, 5, 1]);
      const weight = tensor(new Float32Array(9), { shape: [3, 3, 1, 1], requiresGrad: true });
      const calls: string[] = [];
      const loss = conv2d(x, weight).sum();
      const stop = x.backend.listen(({ kernel }) => calls.push(kernel));
      loss.backward();
      stop();
      expect(calls).toContain('conv2dFilterGrad');
      expect(calls).not.toContain('conv2dInputGrad');
    });

    it('refuses operands that do not fit', () => {
      const w = ones([3, 3, 3, 16]);
      expect(failureOf(() => conv2d(ones([8, 3, 28, 28]), w))).toBe(
        'ShapeError: [conv2d] expected 3 input channels, got 28 (x has shape [8, 3, 28, 28]). ' +
          'Inputs are [N, H, W, C]; permute x to [0, 2, 3, 1].',
      );
      expect(failureOf(() => conv2d(ones([3, 28, 28]), w))).toBe(
        'ShapeError: [conv2d] expected 3 input channels, got 28 (x has shape [3, 28, 28]). ' +
          'Inputs are [H, W, C]; permute x to [1, 2, 0].',
      );
      expect(failureOf(() => conv2d(ones([8, 28, 28, 1]), w))).toBe(
        'ShapeError: [conv2d] expected 3 input channels, got 1 (x has shape [8, 28, 28, 1]). Inputs are [N, H, W, C].',
      );
      expect(failureOf(() => conv2d(ones([28, 28]), w))).toBe(
        'ShapeError: [conv2d] expected x [N, H, W, C] or [H, W, C] and a weight [KH, KW, C / groups, O], ' +
          'got [28, 28] and [3, 3, 3, 16].',
      );
      expect(failureOf(() => conv2d(ones([1, 2, 9, 3]), w))).toBe(
        'ShapeError: [conv2d] expected at least 3 elements under the kernel, padding included, got 2 ' +
          '(x has shape [1, 2, 9, 3]). Use a smaller kernel, or padding.',
      );
      expect(failureOf(() => conv2d(ones([1, 9, 9, 3]), w, ones([3])))).toBe(
        'ShapeError: [conv2d] expected a bias of shape [16], got [3] (the weight has shape [3, 3, 3, 16]).',
      );
      expect(failureOf(() => conv2d(ones([1, 9, 9, 9]), w, undefined, { groups: 3 }))).toBe(
        'ArgumentError: [conv2d] expected groups that divide the output channels, got 3 (the weight has shape [3, 3, 3, 16]).',
      );
      expect(failureOf(() => conv2d(ones([1, 9, 9, 3]), w, undefined, { stride: 0 }))).toBe(
        'ArgumentError: [conv2d] expected stride to be an integer of at least 1, or two of them, got 0.',
      );
      expect(failureOf(() => conv2d(ones([1, 9, 9, 3]), w, undefined, { padding: [1, -1] }))).toBe(
        'ArgumentError: [conv2d] expected padding to be an integer of at least 0, or two of them, got [1, -1].',
      );
    });
  });
});
