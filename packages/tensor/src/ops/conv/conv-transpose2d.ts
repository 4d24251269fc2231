import { type ConvGeometry, checkOptions, type OptionTable, type Shape } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { add } from '../elementwise/binary.js';
import { type Pair, pairOf } from '../pool/window-options.js';
import { permute } from '../shape/permute.js';
import { reshape } from '../shape/reshape.js';
import { checkConv, convOperands } from './conv-operands.js';
import { conv2dAdjoint } from './conv2d.js';
import { transposedSizes } from './transposed-sizes.js';

/** Settings of {@link convTranspose2d}. */
export interface ConvTranspose2dFunctionOptions {
  /** Distance in the output between neighbouring inputs, default 1. */
  readonly stride?: Pair;
  /** Rows and columns cut off on each side, default 0. */
  readonly padding?: Pair;
  /** Rows and columns added at the end, less than the stride or the dilation, default 0. */
  readonly outputPadding?: Pair;
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: Pair;
  /** Number of groups of channels that are convolved separately, default 1. */
  readonly groups?: number;
}

const convTranspose2dOptions: OptionTable<ConvTranspose2dFunctionOptions> = {
  stride: 1,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
  groups: 1,
};

/**
 * Transposed convolution: each input element adds a scaled copy of the kernel to the output. The gradient of {@link conv2d}
 * with respect to its input.
 *
 *     y[n, i·stride + a·dilation - pad, j·stride + b·dilation - pad, o] += x[n, i, j, c] · w[a, b, c, o]
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]`, weight `[KH, KW, C / groups, O]`, bias `[O]` → `[N, OH, OW, O]` or `[OH, OW, O]`,
 * OH = (H - 1) · stride - 2 · padding + dilation · (KH - 1) + outputPadding + 1.
 * @throws {@link ShapeError} if the shapes don't agree or nothing is left of the output.
 * @throws {@link ArgumentError} if an option is out of its range.
 * @example
 * convTranspose2d(ones([8, 7, 7, 32]), ones([4, 4, 32, 16]), ones([16]), { stride: 2, padding: 1 }).shape; // => [8, 14, 14, 16]
 */
export function convTranspose2d(
  x: TensorLike,
  weight: TensorLike,
  bias?: TensorLike,
  options: ConvTranspose2dFunctionOptions = {},
): Tensor {
  checkOptions('convTranspose2d', options, convTranspose2dOptions);
  const [input, w, b] = convOperands('convTranspose2d', x, weight, bias);
  checkConv('convTranspose2d', ['N', 'H', 'W', 'C'], input.shape, w.shape, b?.shape, options.groups);
  const shape = input.ndim === 4 ? input.shape : [1, ...input.shape];
  const geometry = transposeGeometry('convTranspose2d', shape, w.shape, options, input.shape);
  return scoped(() => {
    const y = convTransposeWith(reshape(input, shape), w, b, geometry);
    return input.ndim === 4 ? y : reshape(y, y.shape.slice(1));
  });
}

/** @internal A transposed convolution of a batch whose geometry was computed. */
export function convTransposeWith(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  geometry: ConvGeometry,
): Tensor {
  const { groups } = geometry;
  const [height, width, perGroup, outChannels] = weight.shape as [number, number, number, number];
  // The convolution whose derivative this is leads from O to C channels.
  const split = reshape(weight, [height, width, perGroup, groups, outChannels / groups]);
  const back = permute(split, [0, 1, 4, 3, 2]); // [KH, KW, O / groups, groups, C / groups]
  const y = conv2dAdjoint(
    x,
    reshape(back, [height, width, outChannels / groups, perGroup * groups]),
    geometry,
  );
  return bias ? add(y, bias) : y;
}

/** @internal The geometry of the convolution from the output back to x `[N, H, W, C]`. */
export function transposeGeometry(
  subject: string,
  shape: Shape,
  weight: Shape,
  options: ConvTranspose2dFunctionOptions,
  given: Shape,
): ConvGeometry {
  const [batch, height, width] = shape as [number, number, number];
  const kernelSize = [weight[0]!, weight[1]!] as const;
  const stride = pairOf(subject, 'stride', options.stride ?? 1, 1);
  const dilation = pairOf(subject, 'dilation', options.dilation ?? 1, 1);
  const padding = pairOf(subject, 'padding', options.padding ?? 0, 0);
  const outputPadding = pairOf(subject, 'outputPadding', options.outputPadding ?? 0, 0);
  const size = transposedSizes(
    subject,
    { size: [height, width], kernelSize, stride, dilation, padding, outputPadding },
    given,
  );
  return {
    inputShape: [batch, ...size, weight[3]!],
    outputShape: shape,
    kernelSize,
    stride,
    dilation,
    padding: { top: padding[0], bottom: padding[0], left: padding[1], right: padding[1] },
    groups: options.groups ?? 1,
  };
}
