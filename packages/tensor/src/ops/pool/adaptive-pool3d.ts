import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { reshape } from '../shape/reshape.js';
import { averageAxis, averageImages, maximumOfImages, sizesOf } from './adaptive-pool.js';
import type { MaxPoolResult } from './max-pool2d.js';
import { batchShape } from './pool-geometry.js';
import { type PooledMaximum, withPlaces } from './pooled-maximum.js';
import { volumeMaximum } from './volume-maximum.js';

/** Depth, height and width of the result: a number for all, or one each; null keeps the input's. */
export type AdaptiveVolumeSize = number | readonly [number | null, number | null, number | null];

const layout = ['N', 'D', 'H', 'W', 'C'];

/**
 * Adaptive average pooling of volumes: the mean of evenly spread windows, one for each element of the result.
 *
 *     y[n, d, i, j, c] = mean of x[n, ⌊d·D/OD⌋ … ⌈(d+1)·D/OD⌉ - 1, …, c]        the same along H and W
 *
 * Shape: x `[N, D, H, W, C]` or `[D, H, W, C]` → `[N, OD, OH, OW, C]` or `[OD, OH, OW, C]`
 * @param outputSize - A number for all, or [OD, OH, OW]; null keeps the input's.
 * @throws {@link ShapeError} if x is no volume.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1.
 * @example
 * await adaptiveAvgPool3d(tensor([[[[1], [2]]], [[[3], [4]]]]), 1).data(); // => [2.5]
 */
export function adaptiveAvgPool3d(x: TensorLike, outputSize: AdaptiveVolumeSize): Tensor {
  const subject = 'adaptiveAvgPool3d';
  const input = cast(toTensor(subject, x), 'float32');
  const shape = batchShape(subject, input.shape, layout) as [number, number, number, number, number];
  const [batch, depth, height, width, channels] = shape;
  const [layers, rows, columns] = sizesOf(subject, outputSize, [depth, height, width]);
  return scoped(() => {
    const images = averageImages(subject, input, [batch * depth, height, width, channels], [rows!, columns!]);
    const y = averageAxis(reshape(images, [batch, depth, rows!, columns!, channels]), 1, layers!);
    return input.ndim === 5 ? y : reshape(y, y.shape.slice(1));
  });
}

/**
 * Adaptive max pooling of volumes: the largest value of evenly spread windows, one for each element of the result.
 *
 *     y[n, d, i, j, c] = max of x[n, ⌊d·D/OD⌋ … ⌈(d+1)·D/OD⌉ - 1, …, c]        the same along H and W
 *
 * Shape: x `[N, D, H, W, C]` or `[D, H, W, C]` → `[N, OD, OH, OW, C]` or `[OD, OH, OW, C]`
 * @param outputSize - A number for all, or [OD, OH, OW]; null keeps the input's.
 * @throws {@link ShapeError} if x is no volume.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1.
 * @example
 * await adaptiveMaxPool3d(tensor([[[[1], [2]]], [[[3], [4]]]]), 1).data(); // => [4]
 */
export const adaptiveMaxPool3d = (x: TensorLike, outputSize: AdaptiveVolumeSize): Tensor =>
  scoped(() => maximumOf(x, outputSize).values);

/**
 * As {@link adaptiveMaxPool3d}, with the indices of the largest values.
 *
 * Shape: x `[N, D, H, W, C]` or `[D, H, W, C]` → two of `[N, OD, OH, OW, C]` or `[OD, OH, OW, C]`
 * @throws {@link ShapeError} if x is no volume.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1.
 * @example
 * await adaptiveMaxPool3dWithIndices(tensor([[[[1], [2]]], [[[7], [4]]]]), 1).indices.data(); // => [2]
 */
export const adaptiveMaxPool3dWithIndices = (x: TensorLike, outputSize: AdaptiveVolumeSize): MaxPoolResult =>
  scoped(() => withPlaces(maximumOf(x, outputSize)));

function maximumOf(x: TensorLike, outputSize: AdaptiveVolumeSize): PooledMaximum {
  const subject = 'adaptiveMaxPool3d';
  const input = cast(toTensor(subject, x), 'float32');
  const shape = batchShape(subject, input.shape, layout);
  const [layers, rows, columns] = sizesOf(subject, outputSize, shape.slice(1, -1));
  const { values, indices } = volumeMaximum(
    reshape(input, shape),
    (images) => maximumOfImages(subject, images, images.shape, [rows!, columns!]),
    (images) => maximumOfImages(subject, images, images.shape, [layers!, images.shape[2]!]),
  );
  const target = [...input.shape.slice(0, -4), ...values.shape.slice(1)];
  return { values: reshape(values, target), indices: () => reshape(indices(), target) };
}
