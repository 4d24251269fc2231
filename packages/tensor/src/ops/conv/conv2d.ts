import type { ConvGeometry, Shape } from '@neurona/backend';
import { checkOptions, type OptionTable } from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import {
  countWindows,
  type Padding,
  type Pair,
  pairOf,
  samePadding,
  sidesOf,
} from '../pool/window-options.js';
import { reshape } from '../shape/reshape.js';
import { checkConv, convOperands } from './conv-operands.js';

// Three operations, each linear in both operands, that are each other's derivatives.

const conv2dOp: Op<readonly [Tensor, Tensor] | readonly [Tensor, Tensor, Tensor], ConvGeometry> = defineOp({
  name: 'conv2d',
  forward(kernels, [x, weight, bias], geometry) {
    return { output: kernels.conv2d(x, weight, geometry, bias), saved: [x, weight] };
  },
  backward: ([x, weight], grad, geometry, needs) => [
    needs[0] ? inputGradOp([grad, weight!], geometry) : undefined,
    needs[1] ? filterGradOp([x!, grad], geometry) : undefined,
    needs[2] ? grad.sum({ axis: [0, 1, 2] }) : undefined,
  ],
});

const inputGradOp: Op<readonly [Tensor, Tensor], ConvGeometry> = defineOp({
  name: 'conv2dInputGrad',
  forward: (kernels, [y, weight], geometry) => ({
    output: kernels.conv2dInputGrad(y, weight, geometry),
    saved: [y, weight],
  }),
  backward: ([y, weight], grad, geometry, needs) => [
    needs[0] ? conv2dOp([grad, weight!], geometry) : undefined,
    needs[1] ? filterGradOp([grad, y!], geometry) : undefined,
  ],
});

const filterGradOp: Op<readonly [Tensor, Tensor], ConvGeometry> = defineOp({
  name: 'conv2dFilterGrad',
  forward: (kernels, [x, y], geometry) => ({
    output: kernels.conv2dFilterGrad(x, y, geometry),
    saved: [x, y],
  }),
  backward: ([x, y], grad, geometry, needs) => [
    needs[0] ? inputGradOp([y!, grad], geometry) : undefined,
    needs[1] ? conv2dOp([x!, grad], geometry) : undefined,
  ],
});

/** @internal A convolution whose geometry was computed. */
export const conv2dWith = (
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  geometry: ConvGeometry,
): Tensor => (bias ? conv2dOp([x, weight, bias], geometry) : conv2dOp([x, weight], geometry));

/** @internal The adjoint of a convolution in x: y `[N, OH, OW, O]`, weight `[KH, KW, C / groups, O]` → `[N, H, W, C]`. */
export const conv2dAdjoint = (y: Tensor, weight: Tensor, geometry: ConvGeometry): Tensor =>
  inputGradOp([y, weight], geometry);

/** Settings of {@link conv2d}. */
export interface Conv2dFunctionOptions {
  /** Steps between windows, default 1. */
  readonly stride?: Pair;
  /**
   * Zeros around the image, default 0. `'valid'` is none; `'same'` makes the output ⌈size / stride⌉, with the odd row or column
   * of zeros at the end.
   */
  readonly padding?: Padding | 'same' | 'valid';
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: Pair;
  /** Number of groups of channels that are convolved separately, default 1. */
  readonly groups?: number;
  /**
   * Whether results and gradients may be off by a few millionths of the largest one where that is faster, default false: a backend may
   * multiply less and round more.
   */
  readonly fastMath?: boolean;
}

const conv2dOptions: OptionTable<Conv2dFunctionOptions> = {
  stride: 1,
  padding: 0,
  dilation: 1,
  groups: 1,
  fastMath: false,
};

/**
 * Convolution (cross-correlation) of images with a kernel. The depthwise one has as many groups as channels.
 *
 *     y[n, i, j, o] = b[o] + Σ_{a, b, c} x[n, i·stride + a·dilation - pad, j·stride + b·dilation - pad, c] · w[a, b, c, o]
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]`, weight `[KH, KW, C / groups, O]`, bias `[O]` → `[N, OH, OW, O]` or `[OH, OW, O]`,
 * OH = ⌊(H + padding - dilation · (KH - 1) - 1) / stride⌋ + 1.
 * @throws {@link ShapeError} if the shapes don't agree or no window fits.
 * @throws {@link ArgumentError} if an option is out of its range.
 * @example
 * conv2d(ones([8, 28, 28, 3]), ones([3, 3, 3, 16]), ones([16]), { padding: 'same' }).shape; // => [8, 28, 28, 16]
 */
export function conv2d(
  x: TensorLike,
  weight: TensorLike,
  bias?: TensorLike,
  options: Conv2dFunctionOptions = {},
): Tensor {
  checkOptions('conv2d', options, conv2dOptions);
  const [input, w, b] = convOperands('conv2d', x, weight, bias);
  checkConv('conv2d', ['N', 'H', 'W', 'C'], input.shape, w.shape, b?.shape, options.groups);
  const isBatch = input.ndim === 4;
  const geometry = convGeometry(
    'conv2d',
    isBatch ? input.shape : [1, ...input.shape],
    w.shape,
    options,
    input.shape,
  );
  if (isBatch) return conv2dWith(input, w, b, geometry);
  return scoped(() => {
    const y = conv2dWith(reshape(input, geometry.inputShape), w, b, geometry); // [1, OH, OW, O]
    return reshape(y, y.shape.slice(1));
  });
}

/**
 * @internal How the windows of a 2-D convolution lie.
 * @param given - The shape that error messages name.
 * @throws {@link ShapeError} if no window fits.
 */
export function convGeometry(
  subject: string,
  inputShape: Shape,
  weight: Shape,
  options: Conv2dFunctionOptions,
  given: Shape = inputShape,
): ConvGeometry {
  const { padding = 0, groups = 1, fastMath = false } = options;
  const [batch, height, width] = inputShape as [number, number, number];
  const [kernelHeight, kernelWidth, , outChannels] = weight as [number, number, number, number];
  const stride = pairOf(subject, 'stride', options.stride ?? 1, 1);
  const dilation = pairOf(subject, 'dilation', options.dilation ?? 1, 1);
  const alongHeight = { size: height, kernel: kernelHeight, stride: stride[0], dilation: dilation[0] };
  const alongWidth = { size: width, kernel: kernelWidth, stride: stride[1], dilation: dilation[1] };
  const [[top, bottom], [left, right]] =
    padding === 'same'
      ? [samePadding(alongHeight), samePadding(alongWidth)]
      : sidesOf(subject, padding === 'valid' ? 0 : padding);
  const outHeight = countWindows(subject, { ...alongHeight, before: top, after: bottom }, given);
  const outWidth = countWindows(subject, { ...alongWidth, before: left, after: right }, given);
  return {
    inputShape,
    outputShape: [batch, outHeight, outWidth, outChannels],
    kernelSize: [kernelHeight, kernelWidth],
    stride,
    dilation,
    padding: { top, bottom, left, right },
    groups,
    ...(fastMath && { fastMath }),
  };
}
