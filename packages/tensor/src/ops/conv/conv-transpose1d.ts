import { checkOptions, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from '../shape/reshape.js';
import { checkConv, convOperands } from './conv-operands.js';
import { convTransposeWith, transposeGeometry } from './conv-transpose2d.js';

/** Settings of {@link convTranspose1d}. */
export interface ConvTranspose1dFunctionOptions {
  /** Distance in the output between neighbouring inputs, default 1. */
  readonly stride?: number;
  /** Elements cut off on each side, default 0. */
  readonly padding?: number;
  /** Elements added at the end, less than the stride or the dilation, default 0. */
  readonly outputPadding?: number;
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: number;
  /** Number of groups of channels that are convolved separately, default 1. */
  readonly groups?: number;
}

const convTranspose1dOptions: OptionTable<ConvTranspose1dFunctionOptions> = {
  stride: 1,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
  groups: 1,
};

/**
 * Transposed convolution of sequences: each input element adds a scaled copy of the kernel to the output.
 *
 *     y[n, i·stride + a·dilation - pad, o] += x[n, i, c] · w[a, c, o]
 *
 * Shape: x `[N, L, C]` or `[L, C]`, weight `[K, C / groups, O]`, bias `[O]` → `[N, OL, O]` or `[OL, O]`,
 * OL = (L - 1) · stride - 2 · padding + dilation · (K - 1) + outputPadding + 1.
 * @throws {@link ShapeError} if the shapes don't agree or nothing is left of the output.
 * @throws {@link ArgumentError} if an option is out of its range.
 * @example
 * await convTranspose1d(tensor([[1], [2]]), ones([2, 1, 1]), undefined, { stride: 2 }).array(); // => [[1], [1], [2], [2]]
 */
export function convTranspose1d(
  x: TensorLike,
  weight: TensorLike,
  bias?: TensorLike,
  options: ConvTranspose1dFunctionOptions = {},
): Tensor {
  const {
    stride = 1,
    padding = 0,
    outputPadding = 0,
    dilation = 1,
    groups = 1,
  } = checkOptions('convTranspose1d', options, convTranspose1dOptions);
  const [input, w, b] = convOperands('convTranspose1d', x, weight, bias);
  checkConv('convTranspose1d', ['N', 'L', 'C'], input.shape, w.shape, b?.shape, groups);
  const [batch, length, channels] = (input.ndim === 3 ? input.shape : [1, ...input.shape]) as [
    number,
    number,
    number,
  ];
  const geometry = transposeGeometry(
    'convTranspose1d',
    [batch, 1, length, channels],
    [1, ...w.shape],
    {
      stride: [1, stride],
      padding: [0, padding],
      outputPadding: [0, outputPadding],
      dilation: [1, dilation],
      groups,
    },
    input.shape,
  );
  return scoped(() => {
    const y = convTransposeWith(
      reshape(input, geometry.outputShape),
      reshape(w, [1, ...w.shape]),
      b,
      geometry,
    );
    return reshape(y, [...input.shape.slice(0, -2), ...y.shape.slice(2)]);
  });
}
