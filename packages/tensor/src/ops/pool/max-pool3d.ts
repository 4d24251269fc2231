import { checkOptions, type OptionTable } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { reshape } from '../shape/reshape.js';
import { type MaxPoolResult, maxPoolWith } from './max-pool2d.js';
import { batchShape, checkPadding, poolGeometry } from './pool-geometry.js';
import { type PooledMaximum, withPlaces } from './pooled-maximum.js';
import { volumeMaximum } from './volume-maximum.js';
import { countWindows, type Triple, tripleOf } from './window-options.js';

/** Settings of {@link maxPool3d}. */
export interface MaxPool3dFunctionOptions {
  /** Steps between windows, default the kernel size. */
  readonly stride?: Triple;
  /** Padding around the volume, which is never the largest; at most half the kernel, default 0. */
  readonly padding?: Triple;
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: Triple;
  /** Whether a last window that is only partly inside counts too, default false. */
  readonly ceilMode?: boolean;
}

const maxPool3dOptions: OptionTable<MaxPool3dFunctionOptions> = {
  stride: 1,
  padding: 0,
  dilation: 1,
  ceilMode: false,
};

/**
 * Largest value of each window of volumes; the gradient goes to the first one of a tie.
 *
 *     y[n, p, c] = max_u x[n, p·stride + u·dilation - pad, c]        positions p and u with three axes
 *
 * Shape: x `[N, D, H, W, C]` or `[D, H, W, C]` → `[N, OD, OH, OW, C]` or `[OD, OH, OW, C]`, each size as in {@link maxPool2d}.
 * @throws {@link ShapeError} if x is no volume, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * maxPool3d(ones([1, 4, 8, 8, 3]), 2).shape; // => [1, 2, 4, 4, 3]
 */
export function maxPool3d(x: TensorLike, kernelSize: Triple, options: MaxPool3dFunctionOptions = {}): Tensor {
  checkOptions('maxPool3d', options, maxPool3dOptions);
  return scoped(() => maximumOf(x, kernelSize, options).values);
}

/**
 * As {@link maxPool3d}, with the indices of the largest values.
 *
 * Shape: x `[N, D, H, W, C]` or `[D, H, W, C]` → two of `[N, OD, OH, OW, C]` or `[OD, OH, OW, C]`
 * @throws {@link ShapeError} if x is no volume, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * await maxPool3dWithIndices(tensor([[[[1], [2]]], [[[7], [4]]]]), [2, 1, 2]).indices.data(); // => [2]
 */
export function maxPool3dWithIndices(
  x: TensorLike,
  kernelSize: Triple,
  options: MaxPool3dFunctionOptions = {},
): MaxPoolResult {
  checkOptions('maxPool3dWithIndices', options, maxPool3dOptions);
  return scoped(() => withPlaces(maximumOf(x, kernelSize, options)));
}

function maximumOf(x: TensorLike, kernelSize: Triple, options: MaxPool3dFunctionOptions): PooledMaximum {
  const subject = 'maxPool3d';
  const input = cast(toTensor(subject, x), 'float32');
  const shape = batchShape(subject, input.shape, ['N', 'D', 'H', 'W', 'C']);
  const { ceilMode = false } = options;
  const kernel = tripleOf(subject, 'kernelSize', kernelSize, 1);
  const stride = tripleOf(subject, 'stride', options.stride ?? kernel, 1);
  const padding = tripleOf(subject, 'padding', options.padding ?? 0, 0);
  const dilation = tripleOf(subject, 'dilation', options.dilation ?? 1, 1);
  checkPadding(subject, padding, kernel);
  kernel.forEach((size, axis) => {
    const [before, after] = [padding[axis]!, padding[axis]!];
    const window = { kernel: size, stride: stride[axis]!, dilation: dilation[axis]!, before, after };
    countWindows(subject, { ...window, size: shape[axis + 1]! }, input.shape);
  });
  const pooled =
    (of: (axes: readonly [number, number, number], none: number) => readonly [number, number]) =>
    (images: Tensor): PooledMaximum => {
      const windows = { stride: of(stride, 1), padding: of(padding, 0), dilation: of(dilation, 1), ceilMode };
      const geometry = poolGeometry(subject, images.shape, of(kernel, 1), windows, input.shape);
      const { values, indices } = maxPoolWith(images, geometry);
      return { values, indices: () => indices };
    };
  const { values, indices } = volumeMaximum(
    reshape(input, shape),
    pooled(([, rows, columns]) => [rows, columns]),
    pooled(([depth], none) => [depth, none]),
  );
  const target = [...input.shape.slice(0, -4), ...values.shape.slice(1)];
  return { values: reshape(values, target), indices: () => reshape(indices(), target) };
}
