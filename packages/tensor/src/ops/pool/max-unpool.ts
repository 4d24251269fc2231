import {
  ArgumentError,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
  sizeOf,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { zeros } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { scatter } from '../indexing/gather.js';
import { toIndices } from '../indexing/indices.js';
import { reshape } from '../shape/reshape.js';
import { batchShape } from './pool-geometry.js';
import { type Padding, type Pair, pairOf, sidesOf, type Triple, tripleOf } from './window-options.js';

/** Settings of {@link maxUnpool1d}. */
export interface MaxUnpool1dFunctionOptions {
  /** Steps between the windows of the pooling, default the kernel size. */
  readonly stride?: number;
  /** Padding of the pooling, default 0. */
  readonly padding?: number;
  /** Length of the result, default (L - 1) · stride - 2 · padding + K; less than a stride away from it. */
  readonly outputSize?: number;
}

/** Settings of {@link maxUnpool2d}. */
export interface MaxUnpool2dFunctionOptions {
  /** Steps between the windows of the pooling, default the kernel size. */
  readonly stride?: Pair;
  /** Padding of the pooling, default 0. */
  readonly padding?: Padding;
  /** Height and width of the result, default (H - 1) · stride - 2 · padding + K; less than a stride away from it. */
  readonly outputSize?: Pair;
}

/** Settings of {@link maxUnpool3d}. */
export interface MaxUnpool3dFunctionOptions {
  /** Steps between the windows of the pooling, default the kernel size. */
  readonly stride?: Triple;
  /** Padding of the pooling, default 0. */
  readonly padding?: Triple;
  /** Depth, height and width of the result, default (D - 1) · stride - 2 · padding + K; less than a stride away from it. */
  readonly outputSize?: Triple;
}

const unpoolOptions = { stride: 1, padding: 0, outputSize: 8 };
const unpool1dOptions: OptionTable<MaxUnpool1dFunctionOptions> = unpoolOptions;
const unpool2dOptions: OptionTable<MaxUnpool2dFunctionOptions> = unpoolOptions;
const unpool3dOptions: OptionTable<MaxUnpool3dFunctionOptions> = unpoolOptions;

/**
 * Puts the maxima of {@link maxPool1dWithIndices} back where they were found, and zeros elsewhere.
 *
 *     y[n, indices[n, i, c], c] = x[n, i, c]
 *
 * Where windows overlap, an element that several of them found gets the mean of their values: unchanged maxima come back as they were.
 *
 * Shape: x and indices `[N, L, C]` or `[L, C]` → `[N, OL, C]` or `[OL, C]`, OL = (L - 1) · stride - 2 · padding + K.
 * @param indices - Indices in a tensor that are out of range are ignored.
 * @throws {@link ShapeError} if x is no sequence, or indices have another shape.
 * @throws {@link ArgumentError} if a size is out of its range, or an index in an array is.
 * @example
 * const { values, indices } = maxPool1dWithIndices(tensor([[1], [5], [3], [4]]), 2);
 * await maxUnpool1d(values, indices, 2).array(); // => [[0], [5], [0], [4]]
 */
export function maxUnpool1d(
  x: TensorLike,
  indices: TensorLike,
  kernelSize: number,
  options: MaxUnpool1dFunctionOptions = {},
): Tensor {
  const subject = 'maxUnpool1d';
  const { stride = kernelSize, padding = 0, outputSize } = checkOptions(subject, options, unpool1dOptions);
  const [kernel] = pairOf(subject, 'kernelSize', kernelSize, 1);
  const [step] = pairOf(subject, 'stride', stride, 1);
  const [pad] = pairOf(subject, 'padding', padding, 0);
  const windows = [{ kernel, stride: step, padding: 2 * pad }];
  return unpool(
    subject,
    ['N', 'L', 'C'],
    x,
    indices,
    windows,
    outputSize === undefined ? undefined : [outputSize],
  );
}

/**
 * Puts the maxima of {@link maxPool2dWithIndices} back where they were found, and zeros elsewhere.
 *
 *     y[n, h, w, c] = x[n, i, j, c]        where indices[n, i, j, c] = h · OW + w
 *
 * Where windows overlap, an element that several of them found gets the mean of their values: unchanged maxima come back as they were.
 *
 * Shape: x and indices `[N, H, W, C]` or `[H, W, C]` → `[N, OH, OW, C]` or `[OH, OW, C]`, OH = (H - 1) · stride - 2 · padding + K.
 * @param indices - Indices in a tensor that are out of range are ignored.
 * @throws {@link ShapeError} if x is no image, or indices have another shape.
 * @throws {@link ArgumentError} if a size is out of its range, or an index in an array is.
 * @example
 * const { values, indices } = maxPool2dWithIndices(tensor([[[1], [2]], [[3], [4]]]), 2);
 * await maxUnpool2d(values, indices, 2).data(); // => [0, 0, 0, 4]
 * @see Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks", 2014, arXiv:1311.2901
 */
export function maxUnpool2d(
  x: TensorLike,
  indices: TensorLike,
  kernelSize: Pair,
  options: MaxUnpool2dFunctionOptions = {},
): Tensor {
  const subject = 'maxUnpool2d';
  const { padding = 0, outputSize } = checkOptions(subject, options, unpool2dOptions);
  const kernel = pairOf(subject, 'kernelSize', kernelSize, 1);
  const stride = pairOf(subject, 'stride', options.stride ?? kernel, 1);
  const windows = sidesOf(subject, padding).map(([before, after], axis) => ({
    kernel: kernel[axis]!,
    stride: stride[axis]!,
    padding: before + after,
  }));
  const size = outputSize === undefined ? undefined : pairOf(subject, 'outputSize', outputSize, 1);
  return unpool(subject, ['N', 'H', 'W', 'C'], x, indices, windows, size);
}

/**
 * Puts the maxima of {@link maxPool3dWithIndices} back where they were found, and zeros elsewhere.
 *
 *     y[n, d, h, w, c] = x[n, k, i, j, c]        where indices[n, k, i, j, c] = (d · OH + h) · OW + w
 *
 * Where windows overlap, an element that several of them found gets the mean of their values: unchanged maxima come back as they were.
 *
 * Shape: x and indices `[N, D, H, W, C]` or `[D, H, W, C]` → `[N, OD, OH, OW, C]` or `[OD, OH, OW, C]`, each size as in
 * {@link maxUnpool2d}.
 * @param indices - Indices in a tensor that are out of range are ignored.
 * @throws {@link ShapeError} if x is no volume, or indices have another shape.
 * @throws {@link ArgumentError} if a size is out of its range, or an index in an array is.
 * @example
 * const { values, indices } = maxPool3dWithIndices(ones([1, 4, 8, 8, 3]), 2);
 * maxUnpool3d(values, indices, 2).shape; // => [1, 4, 8, 8, 3]
 */
export function maxUnpool3d(
  x: TensorLike,
  indices: TensorLike,
  kernelSize: Triple,
  options: MaxUnpool3dFunctionOptions = {},
): Tensor {
  const subject = 'maxUnpool3d';
  const { outputSize } = checkOptions(subject, options, unpool3dOptions);
  const kernel = tripleOf(subject, 'kernelSize', kernelSize, 1);
  const stride = tripleOf(subject, 'stride', options.stride ?? kernel, 1);
  const padding = tripleOf(subject, 'padding', options.padding ?? 0, 0);
  const windows = kernel.map((size, axis) => ({
    kernel: size,
    stride: stride[axis]!,
    padding: 2 * padding[axis]!,
  }));
  const size = outputSize === undefined ? undefined : tripleOf(subject, 'outputSize', outputSize, 1);
  return unpool(subject, ['N', 'D', 'H', 'W', 'C'], x, indices, windows, size);
}

/** Windows of a pooling along one axis; `padding` is that of both sides together. */
interface UnpoolAxis {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

function unpool(
  subject: string,
  layout: readonly string[],
  x: TensorLike,
  indices: TensorLike,
  windows: readonly UnpoolAxis[],
  outputSize: readonly number[] | undefined,
): Tensor {
  const input = cast(toTensor(subject, x), 'float32');
  const shape = batchShape(subject, input.shape, layout);
  const sizes = windows.map((axis, i) => sizeBefore(subject, axis, shape[i + 1]!, outputSize?.[i]));
  const [batch, channels] = [shape[0]!, shape.at(-1)!];
  return scoped(() => {
    const places = toIndices(subject, indices, sizeOf(sizes), input);
    if (describeShape(places.shape) !== describeShape(input.shape)) {
      throw new ShapeError(subject, {
        expected: `indices of x's shape ${describeShape(input.shape)}`,
        received: describeShape(places.shape),
        hint: 'Pass the values and the indices of one pooling.',
      });
    }
    const rows = [batch, sizeOf(shape.slice(1, -1)), channels];
    const empty = zeros([batch, sizeOf(sizes), channels], { backend: input.backend });
    const y = scatter(empty, 1, reshape(places, rows), reshape(input, rows));
    return reshape(y, [...input.shape.slice(0, -layout.length + 1), ...sizes, channels]);
  });
}

/** The size of an axis before it was pooled to `size`. */
function sizeBefore(subject: string, axis: UnpoolAxis, size: number, given: number | undefined): number {
  const { kernel, stride, padding } = axis;
  const usual = (size - 1) * stride - padding + kernel;
  const [least, most] = [Math.max(1, usual - stride + 1), usual + stride - 1];
  const chosen = given ?? usual;
  if (Number.isInteger(chosen) && chosen >= least && chosen <= most) return chosen;
  throw new ArgumentError(subject, {
    expected:
      given === undefined ? 'a result of at least one element' : `outputSize from ${least} to ${most}`,
    received: chosen,
    where: `${size} windows of ${kernel}, stride ${stride}`,
  });
}
