import { ArgumentError, type Shape } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { gatherRows } from '../indexing/index-select.js';
import { hostIndices } from '../indexing/indices.js';
import { mapAxis } from '../shape/axis-map.js';
import { reshape } from '../shape/reshape.js';
import { avgPoolBatch } from './avg-pool2d.js';
import { type MaxPoolResult, maxPoolWith } from './max-pool2d.js';
import { batchShape, poolGeometry } from './pool-geometry.js';
import { type PooledMaximum, withPlaces } from './pooled-maximum.js';

/** Height and width of the result: a number for both, or one each; null keeps the input's. */
export type AdaptiveSize = number | readonly [number | null, number | null];

type Sizes = readonly [number, number];

/** Where window `i` of `out` starts and stops on an axis of `size`: they cover it as evenly as they can. */
const windowOf = (i: number, size: number, out: number): Sizes => [
  Math.floor((i * size) / out),
  Math.ceil(((i + 1) * size) / out),
];

/** @internal Sizes of the result along each axis; null keeps the input's. */
export function sizesOf(
  subject: string,
  size: number | readonly (number | null)[],
  input: readonly number[],
): number[] {
  const sizes = input.map((whole, axis) => {
    const wanted = typeof size === 'number' ? size : size[axis];
    return wanted === null ? whole : (wanted ?? 0);
  });
  const isComplete = typeof size === 'number' || size.length === input.length;
  if (isComplete && sizes.every((out) => Number.isInteger(out) && out >= 1)) return sizes;
  throw new ArgumentError(subject, {
    expected: `outputSize to be an integer of at least 1, or ${input.length === 3 ? 'three' : 'two'} of them`,
    received: size,
  });
}

const divides = ([height, width]: Sizes, [rows, columns]: Sizes): boolean =>
  height % rows === 0 && width % columns === 0;

/** @internal Means of windows that cover one axis evenly, at least one element each. */
export function averageAxis(x: Tensor, axis: number, out: number): Tensor {
  const size = x.shape[axis]!;
  if (size === out) return x;
  const mixes = Array.from({ length: out }, (_, i) => {
    const [start, stop] = windowOf(i, size, out);
    return Array.from({ length: stop - start }, (_, k) => [start + k, 1 / (stop - start)] as const);
  });
  return mapAxis(x, axis, mixes);
}

/** @internal Means of windows that cover each image of a batch evenly. */
export function averageImages(subject: string, x: Tensor, shape: Shape, size: AdaptiveSize): Tensor {
  const image = [shape[1]!, shape[2]!] as const;
  const out = sizesOf(subject, size, image) as [number, number];
  const images = reshape(x, shape);
  if (!divides(image, out)) return averageAxis(averageAxis(images, 1, out[0]), 2, out[1]);
  return avgPoolBatch(subject, images, [image[0] / out[0], image[1] / out[1]], {}, x.shape);
}

/**
 * Adaptive average pooling of images: the mean of evenly spread windows, one for each element of the result.
 *
 *     y[n, i, j, c] = mean of x[n, ⌊i·H/OH⌋ … ⌈(i+1)·H/OH⌉ - 1, ⌊j·W/OW⌋ … ⌈(j+1)·W/OW⌉ - 1, c]
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]` → `[N, OH, OW, C]` or `[OH, OW, C]`
 * @param outputSize - A number for both, or [OH, OW]; null keeps the input's.
 * @throws {@link ShapeError} if x is no image.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1.
 * @example
 * await adaptiveAvgPool2d(tensor([[[1], [2]], [[3], [4]]]), 1).data(); // => [2.5]
 */
export function adaptiveAvgPool2d(x: TensorLike, outputSize: AdaptiveSize): Tensor {
  const input = cast(toTensor('adaptiveAvgPool2d', x), 'float32');
  const shape = batchShape('adaptiveAvgPool2d', input.shape, ['N', 'H', 'W', 'C']);
  return scoped(() => {
    const y = averageImages('adaptiveAvgPool2d', input, shape, outputSize);
    return input.ndim === 4 ? y : reshape(y, y.shape.slice(1));
  });
}

/**
 * Adaptive average pooling of sequences: the mean of evenly spread windows, one for each element of the result.
 *
 * Shape: x `[N, L, C]` or `[L, C]` → `[N, OL, C]` or `[OL, C]`
 * @throws {@link ShapeError} if x is no sequence.
 * @throws {@link ArgumentError} if the size is not an integer of at least 1.
 * @example
 * await adaptiveAvgPool1d(tensor([[1], [2], [3]]), 2).array(); // => [[1.5], [2.5]]
 */
export function adaptiveAvgPool1d(x: TensorLike, outputSize: number): Tensor {
  const input = cast(toTensor('adaptiveAvgPool1d', x), 'float32');
  const [batch, length, channels] = batchShape('adaptiveAvgPool1d', input.shape, ['N', 'L', 'C']) as [
    number,
    number,
    number,
  ];
  return scoped(() => {
    const y = averageImages('adaptiveAvgPool1d', input, [batch, 1, length, channels], [1, outputSize]);
    return reshape(y, input.shape.with(-2, outputSize));
  });
}

/** Every window of an axis, each filled up to the longest by repeating its last element. */
function windowPlaces(size: number, out: number): { readonly places: number[]; readonly longest: number } {
  const windows = Array.from({ length: out }, (_, i) => windowOf(i, size, out));
  const longest = Math.max(...windows.map(([start, stop]) => stop - start));
  const places = windows.flatMap(([start, stop]) =>
    Array.from({ length: longest }, (_, k) => Math.min(start + k, stop - 1)),
  );
  return { places, longest };
}

/** @internal Largest values of windows that cover each image of a batch evenly. */
export function maximumOfImages(subject: string, x: Tensor, shape: Shape, size: AdaptiveSize): PooledMaximum {
  const image = [shape[1]!, shape[2]!] as const;
  const out = sizesOf(subject, size, image) as [number, number];
  const images = reshape(x, shape);
  if (divides(image, out)) {
    const kernel = [image[0] / out[0], image[1] / out[1]] as const;
    const { values, indices } = maxPoolWith(images, poolGeometry(subject, shape, kernel, {}, x.shape));
    return { values, indices: () => indices };
  }
  // Uneven windows are laid out side by side, filled up to one size, and pooled as even ones.
  const [rows, columns] = [windowPlaces(image[0], out[0]), windowPlaces(image[1], out[1])];
  const tall = out[0] === image[0] ? images : gatherRows(images, hostIndices(rows.places, x), 1);
  const wide = out[1] === image[1] ? tall : gatherRows(tall, hostIndices(columns.places, x), 2);
  const { values, indices } = maxPoolWith(
    wide,
    poolGeometry(subject, wide.shape, [rows.longest, columns.longest], {}),
  );
  const inImage = (): Tensor => {
    const origin = rows.places.flatMap((row) => columns.places.map((column) => row * image[1] + column));
    const places = tensor(Int32Array.from(origin), { dtype: 'int32', backend: x.backend });
    return reshape(gatherRows(places, reshape(indices, [indices.size]), 0), indices.shape);
  };
  return { values, indices: inImage };
}

/**
 * Adaptive max pooling of images: the largest value of evenly spread windows, one for each element of the result.
 *
 *     y[n, i, j, c] = max of x[n, ⌊i·H/OH⌋ … ⌈(i+1)·H/OH⌉ - 1, ⌊j·W/OW⌋ … ⌈(j+1)·W/OW⌉ - 1, c]
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]` → `[N, OH, OW, C]` or `[OH, OW, C]`
 * @param outputSize - A number for both, or [OH, OW]; null keeps the input's.
 * @throws {@link ShapeError} if x is no image.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1.
 * @example
 * await adaptiveMaxPool2d(tensor([[[1], [2]], [[3], [4]]]), 1).data(); // => [4]
 */
export const adaptiveMaxPool2d = (x: TensorLike, outputSize: AdaptiveSize): Tensor =>
  scoped(() => maximumOfImage(x, outputSize).values);

/**
 * As {@link adaptiveMaxPool2d}, with the indices of the largest values.
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]` → two of `[N, OH, OW, C]` or `[OH, OW, C]`
 * @throws {@link ShapeError} if x is no image.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1.
 * @example
 * await adaptiveMaxPool2dWithIndices(tensor([[[1], [2]], [[3], [4]]]), 1).indices.data(); // => [3]
 */
export const adaptiveMaxPool2dWithIndices = (x: TensorLike, outputSize: AdaptiveSize): MaxPoolResult =>
  scoped(() => withPlaces(maximumOfImage(x, outputSize)));

function maximumOfImage(x: TensorLike, outputSize: AdaptiveSize): PooledMaximum {
  const input = cast(toTensor('adaptiveMaxPool2d', x), 'float32');
  const shape = batchShape('adaptiveMaxPool2d', input.shape, ['N', 'H', 'W', 'C']);
  const { values, indices } = maximumOfImages('adaptiveMaxPool2d', input, shape, outputSize);
  const target = [...input.shape.slice(0, -3), ...values.shape.slice(1)];
  return { values: reshape(values, target), indices: () => reshape(indices(), target) };
}

/**
 * Adaptive max pooling of sequences: the largest value of evenly spread windows, one for each element of the result.
 *
 * Shape: x `[N, L, C]` or `[L, C]` → `[N, OL, C]` or `[OL, C]`
 * @throws {@link ShapeError} if x is no sequence.
 * @throws {@link ArgumentError} if the size is not an integer of at least 1.
 * @example
 * await adaptiveMaxPool1d(tensor([[1], [2], [3]]), 2).array(); // => [[2], [3]]
 */
export const adaptiveMaxPool1d = (x: TensorLike, outputSize: number): Tensor =>
  scoped(() => maximumOfSequence(x, outputSize).values);

/**
 * As {@link adaptiveMaxPool1d}, with the indices of the largest values.
 *
 * Shape: x `[N, L, C]` or `[L, C]` → two of `[N, OL, C]` or `[OL, C]`
 * @throws {@link ShapeError} if x is no sequence.
 * @throws {@link ArgumentError} if the size is not an integer of at least 1.
 * @example
 * await adaptiveMaxPool1dWithIndices(tensor([[1], [2], [3]]), 2).indices.array(); // => [[1], [2]]
 */
export const adaptiveMaxPool1dWithIndices = (x: TensorLike, outputSize: number): MaxPoolResult =>
  scoped(() => withPlaces(maximumOfSequence(x, outputSize)));

function maximumOfSequence(x: TensorLike, outputSize: number): PooledMaximum {
  const input = cast(toTensor('adaptiveMaxPool1d', x), 'float32');
  const [batch, length, channels] = batchShape('adaptiveMaxPool1d', input.shape, ['N', 'L', 'C']) as [
    number,
    number,
    number,
  ];
  const shape = [batch, 1, length, channels];
  const { values, indices } = maximumOfImages('adaptiveMaxPool1d', input, shape, [1, outputSize]);
  const target = input.shape.with(-2, outputSize);
  return { values: reshape(values, target), indices: () => reshape(indices(), target) };
}
