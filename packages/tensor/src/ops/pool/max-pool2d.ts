import type { PoolGeometry } from '@neurona/backend';
import { checkOptions, type OptionTable } from '@neurona/backend';
import { defineMultiOp, defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { less } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { where } from '../elementwise/where.js';
import { gather } from '../indexing/gather.js';
import { reshape } from '../shape/reshape.js';
import { batchShape, poolGeometry } from './pool-geometry.js';
import type { Padding, Pair } from './window-options.js';

const maxPoolOp = defineMultiOp<readonly [Tensor], PoolGeometry>({
  name: 'maxPool2d',
  forward(kernels, [x], geometry) {
    const { values, indices } = kernels.maxPool2d(x, geometry);
    return { outputs: [values, indices], saved: [indices] };
  },
  backward: ([indices], [grad], geometry) => [grad && placeOp([grad, indices!], geometry)],
});

/** Sums the elements of windows into images, at the positions of the maxima. */
const placeOp: Op<readonly [Tensor, Tensor], PoolGeometry> = defineOp({
  name: 'maxPool2dGrad',
  forward: (kernels, [grad, indices], geometry) => ({
    output: kernels.maxPool2dGrad(grad, indices, geometry),
    saved: [indices],
  }),
  backward: ([indices], grad) => [scoped(() => takePlaces(grad, indices!)), undefined],
});

/** @internal The elements of images `[N, H, W, C]` at the positions of the maxima: the adjoint of putting them there. */
export function takePlaces(x: Tensor, indices: Tensor): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [, rowCount, columnCount] = indices.shape as [number, number, number, number];
  const rows = reshape(x, [batch, height * width, channels]);
  const taken = reshape(
    gather(rows, 1, reshape(indices, [batch, rowCount * columnCount, channels])),
    indices.shape,
  );
  return where(less(indices, 0), 0, taken); // a window may lie in the padding
}

/** Settings of max pooling. */
export interface MaxPool2dFunctionOptions {
  /** Steps between windows, default the kernel size. */
  readonly stride?: Pair;
  /** Padding around the image, which is never the largest; at most half the kernel, default 0. */
  readonly padding?: Padding;
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: Pair;
  /** Whether a last window that is only partly inside counts too, default false. */
  readonly ceilMode?: boolean;
}

const maxPool2dOptions: OptionTable<MaxPool2dFunctionOptions> = {
  stride: 1,
  padding: 0,
  dilation: 1,
  ceilMode: false,
};

/** The largest values and their indices. */
export interface MaxPoolResult {
  readonly values: Tensor;
  /** Index h · W + w of each value in its image, int32; in a volume (d · H + h) · W + w. */
  readonly indices: Tensor;
}

/**
 * Largest value of each window; the gradient goes to the first one of a tie.
 *
 *     y[n, i, j, c] = max_{a, b} x[n, i·stride + a·dilation - pad, j·stride + b·dilation - pad, c]
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]` → `[N, OH, OW, C]` or `[OH, OW, C]`,
 * OH = ⌊(H + 2 · padding - dilation · (K - 1) - 1) / stride⌋ + 1.
 * @throws {@link ShapeError} if x is no image, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * await maxPool2d(tensor([[[1], [2]], [[3], [4]]]), 2).data(); // => [4]
 */
export function maxPool2d(x: TensorLike, kernelSize: Pair, options: MaxPool2dFunctionOptions = {}): Tensor {
  checkOptions('maxPool2d', options, maxPool2dOptions);
  return scoped(() => maxPool2dWithIndices(x, kernelSize, options).values);
}

/**
 * As {@link maxPool2d}, with the indices of the largest values.
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]` → two of `[N, OH, OW, C]` or `[OH, OW, C]`
 * @throws {@link ShapeError} if x is no image, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * await maxPool2dWithIndices(tensor([[[1], [2]], [[3], [4]]]), 2).indices.data(); // => [3]
 */
export function maxPool2dWithIndices(
  x: TensorLike,
  kernelSize: Pair,
  options: MaxPool2dFunctionOptions = {},
): MaxPoolResult {
  checkOptions('maxPool2dWithIndices', options, maxPool2dOptions);
  const input = cast(toTensor('maxPool2d', x), 'float32');
  const shape = batchShape('maxPool2d', input.shape, ['N', 'H', 'W', 'C']);
  const geometry = poolGeometry('maxPool2d', shape, kernelSize, options, input.shape);
  return scoped(() => {
    const batch = input.ndim === 4 ? input : reshape(input, shape);
    const [values, indices] = maxPoolOp([batch], geometry) as [Tensor, Tensor];
    if (input.ndim === 4) return { values, indices };
    const single = geometry.outputShape.slice(1);
    return { values: reshape(values, single), indices: reshape(indices, single) };
  });
}

/** @internal Max pooling of a batch with a geometry that was computed. */
export function maxPoolWith(x: Tensor, geometry: PoolGeometry): MaxPoolResult {
  const [values, indices] = maxPoolOp([x], geometry) as [Tensor, Tensor];
  return { values, indices };
}
