import {
  ArgumentError,
  checkOptions,
  describeShape,
  type OptionTable,
  resolveAxis,
  ShapeError,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { padConstant, sliceBox } from '../indexing/box.js';
import { gatherRows, scatterRows } from '../indexing/index-select.js';
import { hostIndices } from '../indexing/indices.js';
import { batchShape } from '../pool/pool-geometry.js';
import { countWindows, type Padding, type Pair, pairOf, sidesOf } from '../pool/window-options.js';
import { moveAxis, permute } from './permute.js';
import { reshape } from './reshape.js';

/**
 * All windows of an axis, `step` apart, each as a new last axis.
 *
 *     y[..., k, ..., i] = x[..., k · step + i, ...]
 *
 * Shape: x `[..., A, ...]` → `[..., ⌊(A - size) / step⌋ + 1, ..., size]`
 * @throws {@link ShapeError} if the axis isn't there or is shorter than a window.
 * @throws {@link ArgumentError} if size or step are not integers of at least 1.
 * @example
 * await unfold(tensor([1, 2, 3, 4]), 0, 2, 1).array(); // => [[1, 2], [2, 3], [3, 4]]
 */
export function unfold(x: TensorLike, axis: number, size: number, step: number): Tensor {
  const input = toTensor('unfold', x);
  const at = resolveAxis('unfold', axis, input.ndim);
  for (const number of [size, step]) {
    if (Number.isInteger(number) && number >= 1) continue;
    throw new ArgumentError('unfold', {
      expected: 'size and step of at least 1',
      received: `${size} and ${step}`,
    });
  }
  const { shape } = input;
  const window = { size: shape[at]!, kernel: size, stride: step, dilation: 1, before: 0, after: 0 };
  const count = countWindows('unfold', window, shape);
  return scoped(() => {
    const rows = gatherRows(input, hostIndices(windowPlaces(count, size, step, 1), input), at);
    const split = reshape(rows, [...shape.slice(0, at), count, size, ...shape.slice(at + 1)]);
    return moveAxis(split, at + 1, -1);
  });
}

/** Indices of the elements of windows along an axis, window by window. */
const windowPlaces = (count: number, kernel: number, stride: number, dilation: number): number[] =>
  Array.from({ length: count * kernel }, (_, i) => Math.floor(i / kernel) * stride + (i % kernel) * dilation);

/** Settings of {@link im2col} and {@link col2im}. */
export interface ColumnsFunctionOptions {
  /** Steps between windows, default 1. */
  readonly stride?: Pair;
  /** Zeros around the image, default 0. */
  readonly padding?: Padding;
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: Pair;
}

const columnsOptions: OptionTable<ColumnsFunctionOptions> = { stride: 1, padding: 0, dilation: 1 };

interface Windows {
  readonly kernel: readonly [number, number];
  readonly counts: readonly [number, number];
  readonly sides: ReturnType<typeof sidesOf>;
  /** Indices along height and width, padding included. */
  readonly places: readonly [number[], number[]];
}

function windowsOf(
  subject: string,
  image: readonly [number, number],
  kernelSize: Pair,
  options: ColumnsFunctionOptions,
  given: readonly number[],
): Windows {
  const kernel = pairOf(subject, 'kernelSize', kernelSize, 1);
  const stride = pairOf(subject, 'stride', options.stride ?? 1, 1);
  const dilation = pairOf(subject, 'dilation', options.dilation ?? 1, 1);
  const sides = sidesOf(subject, options.padding ?? 0);
  const count = (axis: 0 | 1): number => {
    const [before, after] = sides[axis];
    const [k, s, d] = [kernel[axis], stride[axis], dilation[axis]];
    return countWindows(
      subject,
      { size: image[axis], kernel: k, stride: s, dilation: d, before, after },
      given,
    );
  };
  const counts = [count(0), count(1)] as const;
  const places = (axis: 0 | 1): number[] =>
    windowPlaces(counts[axis], kernel[axis], stride[axis], dilation[axis]);
  return { kernel, counts, sides, places: [places(0), places(1)] };
}

/**
 * The windows of images laid out as rows: a convolution is this times the kernel. PyTorch's `unfold`, channels last.
 *
 *     y[n, (i, j), (a, b, c)] = x[n, i·stride + a·dilation - pad, j·stride + b·dilation - pad, c]
 *
 * Shape: x `[N, H, W, C]` → `[N, OH · OW, KH · KW · C]`; x `[H, W, C]` → `[OH · OW, KH · KW · C]`
 * @throws {@link ShapeError} if x is no image, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * im2col(ones([8, 5, 5, 3]), 3).shape; // => [8, 9, 27]
 */
export function im2col(x: TensorLike, kernelSize: Pair, options: ColumnsFunctionOptions = {}): Tensor {
  checkOptions('im2col', options, columnsOptions);
  const input = toTensor('im2col', x);
  const [batch, height, width, channels] = batchShape('im2col', input.shape, [
    'N',
    'H',
    'W',
    'C',
  ]) as number[];
  const windows = windowsOf('im2col', [height!, width!], kernelSize, options, input.shape);
  const { kernel, counts, sides, places } = windows;
  return scoped(() => {
    const images = reshape(input, [batch!, height!, width!, channels!]);
    const padded = padConstant(images, [[0, 0], ...sides, [0, 0]], 0);
    const rows = gatherRows(padded, hostIndices(places[0], input), 1); // [N, OH · KH, PW, C]
    const all = gatherRows(rows, hostIndices(places[1], input), 2); // [N, OH · KH, OW · KW, C]
    const split = reshape(all, [batch!, counts[0], kernel[0], counts[1], kernel[1], channels!]);
    const windowsFirst = permute(split, [0, 1, 3, 2, 4, 5]); // [N, OH, OW, KH, KW, C]
    const shape = [counts[0] * counts[1], kernel[0] * kernel[1] * channels!];
    return reshape(windowsFirst, input.ndim === 4 ? [batch!, ...shape] : shape);
  });
}

/**
 * Sums windows laid out as rows back into images: the adjoint of {@link im2col}. PyTorch's `fold`, channels last.
 *
 * Shape: x `[N, OH · OW, KH · KW · C]` → `[N, H, W, C]`; x `[OH · OW, KH · KW · C]` → `[H, W, C]`
 * @param imageSize - Height and width of the images.
 * @throws {@link ShapeError} if x doesn't hold the windows of such images.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * await col2im(ones([1, 2, 2]), [1, 3], [1, 2]).data(); // => [1, 2, 1]
 */
export function col2im(
  x: TensorLike,
  imageSize: Pair,
  kernelSize: Pair,
  options: ColumnsFunctionOptions = {},
): Tensor {
  checkOptions('col2im', options, columnsOptions);
  const input = toTensor('col2im', x);
  const [batch, positions, features] = batchShape('col2im', input.shape, [
    'N',
    'OH · OW',
    'KH · KW · C',
  ]) as number[];
  const [height, width] = pairOf('col2im', 'imageSize', imageSize, 1);
  const windows = windowsOf('col2im', [height, width], kernelSize, options, [height, width]);
  const { kernel, counts, sides, places } = windows;
  const channels = features! / (kernel[0] * kernel[1]);
  if (positions !== counts[0] * counts[1] || !Number.isInteger(channels)) {
    throw new ShapeError('col2im', {
      expected: `${counts[0] * counts[1]} windows of a multiple of ${kernel[0] * kernel[1]} values`,
      received: describeShape(input.shape),
      where: `images of ${height} by ${width}`,
    });
  }
  return scoped(() => {
    const split = reshape(input, [batch!, counts[0], counts[1], kernel[0], kernel[1], channels]);
    const rowsFirst = permute(split, [0, 1, 3, 2, 4, 5]); // [N, OH, KH, OW, KW, C]
    const all = reshape(rowsFirst, [batch!, counts[0] * kernel[0], counts[1] * kernel[1], channels]);
    const [[top, bottom], [left, right]] = sides;
    const columns = scatterRows(all, hostIndices(places[1], input), 2, left + width + right);
    const padded = scatterRows(columns, hostIndices(places[0], input), 1, top + height + bottom); // [N, PH, PW, C]
    const size = [batch!, height, width, channels];
    const images = sliceBox(padded, { start: [0, top, left, 0], size, step: [1, 1, 1, 1] });
    return reshape(images, input.ndim === 3 ? size : size.slice(1));
  });
}
