import { describe, expect, it } from 'vitest';
import { arange, ones, tensor, zeros } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { maxPool2dWithIndices } from './max-pool2d.js';
import { maxPool3dWithIndices } from './max-pool3d.js';
import { maxUnpool1d, maxUnpool2d, maxUnpool3d } from './max-unpool.js';
import { maxPool1dWithIndices } from './pool1d.js';

const int32 = (values: readonly number[], shape: readonly number[]) =>
  tensor(values, { shape, dtype: 'int32' });

describeOp('maxUnpool1d', {
  run: (x) =>
    maxUnpool1d(
      x,
      [
        [
          [1, 0],
          [3, 2],
        ],
      ],
      2,
    ),
  inputs: { sequences: [[1, 2, 2]] },
});
describeOp('maxUnpool2d (windows that found the same element)', {
  run: (x) =>
    maxUnpool2d(
      x,
      [
        [[4], [4]],
        [[4], [8]],
      ],
      2,
      { stride: 1 },
    ),
  inputs: { 'one image': [[2, 2, 1]] },
});
describeOp('maxUnpool3d', {
  run: (x) => maxUnpool3d(x, [[[[[5, 0]]]], [[[[6, 3]]]]], 2),
  inputs: { volumes: [[2, 1, 1, 1, 2]] },
});

describe('unpooling', () => {
  forEachBackend(() => {
    it('puts maxima back where pooling found them', async () => {
      const line = maxPool1dWithIndices(tensor([[1], [5], [3], [4], [9]]), 2);
      expect(await maxUnpool1d(line.values, line.indices, 2).array()).toEqual([[0], [5], [0], [4]]);
      expect(await maxUnpool1d(line.values, line.indices, 2, { outputSize: 5 }).array()).toEqual([
        [0],
        [5],
        [0],
        [4],
        [0],
      ]);
      const images = arange(0, 16).reshape([2, 2, 2, 2]);
      const padded = maxPool2dWithIndices(images, 2, { padding: 1 });
      const back = maxUnpool2d(padded.values, padded.indices, 2, { padding: 1 });
      expect(await back.sub(images).abs().max().item()).toBe(0); // each window holds one element
      const volume = maxPool3dWithIndices(arange(0, 16).reshape([1, 2, 2, 2, 2]), 2);
      expect(await maxUnpool3d(volume.values, volume.indices, 2).data()).toEqual(
        new Float32Array(16).with(14, 14).with(15, 15),
      );
    });

    it('keeps an element that several windows found, and leaves out what none found', async () => {
      const x = tensor([[[1], [2], [1]]]);
      const { values, indices } = maxPool2dWithIndices(x, [1, 2], { stride: 1 });
      expect(await maxUnpool2d(values, indices, [1, 2], { stride: 1 }).data()).toEqual(
        new Float32Array([0, 2, 0]),
      );
      expect(await maxUnpool2d([[[3], [4]]], int32([-1, 9], [1, 2, 1]), [1, 2]).data()).toEqual(
        new Float32Array(4),
      );
      expect(maxUnpool2d(zeros([0, 2, 2, 1]), zeros([0, 2, 2, 1], { dtype: 'int32' }), 2).shape).toEqual([
        0, 4, 4, 1,
      ]);
    });
  });

  it('refuses what does not fit', () => {
    expect(failureOf(() => maxUnpool2d(ones([2, 2, 1]), zeros([2, 1, 1], { dtype: 'int32' }), 2))).toBe(
      "ShapeError: [maxUnpool2d] expected indices of x's shape [2, 2, 1], got [2, 1, 1]. Pass the values and the indices of one pooling.",
    );
    expect(
      failureOf(() => maxUnpool1d(ones([2, 1]), zeros([2, 1], { dtype: 'int32' }), 2, { outputSize: 7 })),
    ).toBe('ArgumentError: [maxUnpool1d] expected outputSize from 3 to 5, got 7 (2 windows of 2, stride 2).');
    expect(
      failureOf(() => maxUnpool1d(ones([1, 1]), zeros([1, 1], { dtype: 'int32' }), 2, { padding: 1 })),
    ).toBe(
      'ArgumentError: [maxUnpool1d] expected a result of at least one element, got 0 (1 windows of 2, stride 2).',
    );
    expect(failureOf(() => maxUnpool1d(ones([2, 1]), ones([2, 1]), 2))).toBe(
      "DTypeError: [maxUnpool1d] expected indices of dtype int32, got float32. Use indices.cast('int32') if they are integers.",
    );
    expect(failureOf(() => maxUnpool1d([[1]], [[9]], 2))).toBe(
      'ArgumentError: [maxUnpool1d] expected indices from -2 to 1, got 9.',
    );
  });
});
