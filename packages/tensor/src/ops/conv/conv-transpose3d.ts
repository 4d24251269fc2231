import { checkOptions, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { add } from '../elementwise/binary.js';
import { where } from '../elementwise/where.js';
import { padConstant, sliceAxis } from '../indexing/box.js';
import { select } from '../indexing/slice.js';
import { type Triple, tripleOf } from '../pool/window-options.js';
import { stack } from '../shape/concat.js';
import { reshape } from '../shape/reshape.js';
import { checkConv, convOperands } from './conv-operands.js';
import { convTransposeWith, transposeGeometry } from './conv-transpose2d.js';
import { transposedSizes } from './transposed-sizes.js';

/** Settings of {@link convTranspose3d}. */
export interface ConvTranspose3dFunctionOptions {
  /** Distance in the output between neighbouring inputs, default 1. */
  readonly stride?: Triple;
  /** Elements cut off on both sides of each axis, default 0. */
  readonly padding?: Triple;
  /** Elements added at the end of each axis, less than the stride or the dilation, default 0. */
  readonly outputPadding?: Triple;
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: Triple;
  /** Number of groups of channels that are convolved separately, default 1. */
  readonly groups?: number;
}

const convTranspose3dOptions: OptionTable<ConvTranspose3dFunctionOptions> = {
  stride: 1,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
  groups: 1,
};

/**
 * Transposed convolution of volumes: each input element adds a scaled copy of the kernel to the output. The gradient of
 * {@link conv3d} with respect to its input.
 *
 *     y[n, p·stride + u·dilation - pad, o] += x[n, p, c] · w[u, c, o]        positions p and u with three axes
 *
 * Shape: x `[N, D, H, W, C]` or `[D, H, W, C]`, weight `[KD, KH, KW, C / groups, O]`, bias `[O]` → `[N, OD, OH, OW, O]` or
 * `[OD, OH, OW, O]`, OD = (D - 1) · stride - 2 · padding + dilation · (KD - 1) + outputPadding + 1.
 * @throws {@link ShapeError} if the shapes don't agree or nothing is left of the output.
 * @throws {@link ArgumentError} if an option is out of its range.
 * @example
 * convTranspose3d(ones([2, 4, 4, 4, 8]), ones([2, 2, 2, 8, 3]), ones([3]), { stride: 2 }).shape; // => [2, 8, 8, 8, 3]
 */
export function convTranspose3d(
  x: TensorLike,
  weight: TensorLike,
  bias?: TensorLike,
  options: ConvTranspose3dFunctionOptions = {},
): Tensor {
  const subject = 'convTranspose3d';
  checkOptions(subject, options, convTranspose3dOptions);
  const [input, w, b] = convOperands(subject, x, weight, bias);
  const { groups = 1 } = options;
  checkConv(subject, ['N', 'D', 'H', 'W', 'C'], input.shape, w.shape, b?.shape, groups);
  const [batch, depth, height, width, channels] = (input.ndim === 5 ? input.shape : [1, ...input.shape]) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const axes = {
    size: [depth, height, width],
    kernelSize: w.shape.slice(0, 3),
    stride: tripleOf(subject, 'stride', options.stride ?? 1, 1),
    dilation: tripleOf(subject, 'dilation', options.dilation ?? 1, 1),
    padding: tripleOf(subject, 'padding', options.padding ?? 0, 0),
    outputPadding: tripleOf(subject, 'outputPadding', options.outputPadding ?? 0, 0),
  };
  const sizes = transposedSizes(subject, axes, input.shape);
  const ofImage = ([, rows, columns]: readonly [number, number, number]) => [rows, columns] as const;
  const geometry = transposeGeometry(
    subject,
    [batch * depth, height, width, channels],
    w.shape.slice(1),
    {
      stride: ofImage(axes.stride),
      dilation: ofImage(axes.dilation),
      padding: ofImage(axes.padding),
      outputPadding: ofImage(axes.outputPadding),
      groups,
    },
    input.shape,
  );
  return scoped(() => {
    const images = reshape(input, geometry.outputShape);
    const layers = Array.from({ length: w.shape[0]! }, (_, k) => {
      const y = convTransposeWith(images, select(w, 0, k), undefined, geometry);
      return reshape(y, [batch, depth, ...y.shape.slice(1)]);
    });
    const y = sumLayers(layers, axes.stride[0], axes.dilation[0], axes.padding[0], sizes[0]!);
    return reshape(b ? add(y, b) : y, [...(input.ndim === 5 ? [batch] : []), ...y.shape.slice(1)]);
  });
}

/**
 * Sums what each layer of the kernel adds: layer k goes to the depths d · stride + k · dilation - padding. Layers whose depths
 * have the same remainder by the stride are summed as they are; then the remainders are interleaved.
 * @param layers - Each `[N, D, OH, OW, O]`.
 * @returns `[N, size, OH, OW, O]`
 */
function sumLayers(
  layers: readonly Tensor[],
  stride: number,
  dilation: number,
  padding: number,
  size: number,
): Tensor {
  const [batch, depth, ...rest] = layers[0]!.shape as [number, number, ...number[]];
  const shiftOf = (k: number): number => Math.floor((k * dilation) / stride);
  const length = Math.max(Math.ceil((padding + size) / stride), shiftOf(layers.length - 1) + depth);
  const placed = (layer: Tensor, shift: number): Tensor =>
    padConstant(
      layer,
      layer.shape.map((_, axis) => (axis === 1 ? [shift, length - depth - shift] : [0, 0])),
      0,
    );
  const sums = Array.from({ length: stride }, (_, remainder) => {
    const parts = layers.flatMap((layer, k) =>
      (k * dilation) % stride === remainder ? [placed(layer, shiftOf(k))] : [],
    );
    return parts.length > 0 ? parts.reduce(add) : placed(where(false, layers[0]!, 0), 0);
  });
  const all = reshape(stack(sums, { axis: 2 }), [batch, length * stride, ...rest]);
  return sliceAxis(all, 1, padding, size);
}
