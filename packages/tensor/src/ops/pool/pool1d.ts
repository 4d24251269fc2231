import { checkOptions, type OptionTable } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { reshape } from '../shape/reshape.js';
import { avgPoolBatch } from './avg-pool2d.js';
import { type MaxPoolResult, maxPoolWith } from './max-pool2d.js';
import { batchShape, poolGeometry } from './pool-geometry.js';

/** Settings of {@link maxPool1d}. */
export interface MaxPool1dFunctionOptions {
  /** Steps between windows, default the kernel size. */
  readonly stride?: number;
  /** Padding on both sides, which is never the largest; at most half the kernel, default 0. */
  readonly padding?: number;
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: number;
  /** Whether a last window that is only partly inside counts too, default false. */
  readonly ceilMode?: boolean;
}

const maxPool1dOptions: OptionTable<MaxPool1dFunctionOptions> = {
  stride: 1,
  padding: 0,
  dilation: 1,
  ceilMode: false,
};

/**
 * Largest value of each window of sequences; the gradient goes to the first one of a tie.
 *
 *     y[n, i, c] = max_a x[n, i·stride + a·dilation - pad, c]
 *
 * Shape: x `[N, L, C]` or `[L, C]` → `[N, OL, C]` or `[OL, C]`,
 * OL = ⌊(L + 2 · padding - dilation · (K - 1) - 1) / stride⌋ + 1.
 * @throws {@link ShapeError} if x is no sequence, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * await maxPool1d(tensor([[1], [5], [3], [4]]), 2).array(); // => [[5], [4]]
 */
export function maxPool1d(x: TensorLike, kernelSize: number, options: MaxPool1dFunctionOptions = {}): Tensor {
  checkOptions('maxPool1d', options, maxPool1dOptions);
  return scoped(() => maxPool1dWithIndices(x, kernelSize, options).values);
}

/**
 * As {@link maxPool1d}, with the indices of the largest values.
 *
 * Shape: x `[N, L, C]` or `[L, C]` → two of `[N, OL, C]` or `[OL, C]`
 * @throws {@link ShapeError} if x is no sequence, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * await maxPool1dWithIndices(tensor([[1], [5], [3], [4]]), 2).indices.array(); // => [[1], [3]]
 */
export function maxPool1dWithIndices(
  x: TensorLike,
  kernelSize: number,
  options: MaxPool1dFunctionOptions = {},
): MaxPoolResult {
  const {
    stride = kernelSize,
    padding = 0,
    dilation = 1,
    ceilMode = false,
  } = checkOptions('maxPool1dWithIndices', options, maxPool1dOptions);
  const input = cast(toTensor('maxPool1d', x), 'float32');
  const shape = asImages('maxPool1d', input);
  const geometry = poolGeometry(
    'maxPool1d',
    shape,
    [1, kernelSize],
    { stride: [1, stride], padding: [0, padding], dilation: [1, dilation], ceilMode },
    input.shape,
  );
  return scoped(() => {
    const { values, indices } = maxPoolWith(reshape(input, shape), geometry);
    const target = input.shape.with(-2, geometry.outputShape[2]!);
    return { values: reshape(values, target), indices: reshape(indices, target) };
  });
}

/** Settings of {@link avgPool1d}. */
export interface AvgPool1dFunctionOptions {
  /** Steps between windows, default the kernel size. */
  readonly stride?: number;
  /** Zeros on both sides, at most half the kernel, default 0. */
  readonly padding?: number;
  /** Whether a last window that is only partly inside counts too, default false. */
  readonly ceilMode?: boolean;
  /** Whether the padding's zeros are averaged too, default true. */
  readonly countIncludePad?: boolean;
}

const avgPool1dOptions: OptionTable<AvgPool1dFunctionOptions> = {
  stride: 1,
  padding: 0,
  ceilMode: false,
  countIncludePad: true,
};

/**
 * Mean of each window of sequences.
 *
 *     y[n, i, c] = (1 / K) Σ_a x[n, i·stride + a - pad, c]
 *
 * Shape: x `[N, L, C]` or `[L, C]` → `[N, OL, C]` or `[OL, C]`, OL = ⌊(L + 2 · padding - K) / stride⌋ + 1.
 * @throws {@link ShapeError} if x is no sequence, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * await avgPool1d(tensor([[1], [5], [3], [4]]), 2).array(); // => [[3], [3.5]]
 */
export function avgPool1d(x: TensorLike, kernelSize: number, options: AvgPool1dFunctionOptions = {}): Tensor {
  const {
    stride = kernelSize,
    padding = 0,
    ceilMode = false,
    countIncludePad = true,
  } = checkOptions('avgPool1d', options, avgPool1dOptions);
  const input = cast(toTensor('avgPool1d', x), 'float32');
  const shape = asImages('avgPool1d', input);
  const settings = { stride: [1, stride], padding: [0, padding], ceilMode, countIncludePad } as const;
  return scoped(() => {
    const y = avgPoolBatch('avgPool1d', reshape(input, shape), [1, kernelSize], settings, input.shape);
    return reshape(y, input.shape.with(-2, y.shape.at(-2)!));
  });
}

/** The shape of sequences seen as images of one row. */
function asImages(subject: string, x: Tensor): number[] {
  const [batch, length, channels] = batchShape(subject, x.shape, ['N', 'L', 'C']) as [number, number, number];
  return [batch, 1, length, channels];
}
