import { checkOptions, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from '../shape/reshape.js';
import { checkConv, convOperands } from './conv-operands.js';
import { conv2dWith, convGeometry } from './conv2d.js';

/** Settings of {@link conv1d}. */
export interface Conv1dFunctionOptions {
  /** Steps between windows, default 1. */
  readonly stride?: number;
  /** Zeros on both sides, or [before, after], default 0; `'same'` makes the output ⌈L / stride⌉, `'valid'` is none. */
  readonly padding?: number | readonly [number, number] | 'same' | 'valid';
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: number;
  /** Number of groups of channels that are convolved separately, default 1. */
  readonly groups?: number;
}

const conv1dOptions: OptionTable<Conv1dFunctionOptions> = { stride: 1, padding: 0, dilation: 1, groups: 1 };

/**
 * Convolution (cross-correlation) of sequences with a kernel.
 *
 *     y[n, i, o] = b[o] + Σ_{a, c} x[n, i·stride + a·dilation - pad, c] · w[a, c, o]
 *
 * Shape: x `[N, L, C]` or `[L, C]`, weight `[K, C / groups, O]`, bias `[O]` → `[N, OL, O]` or `[OL, O]`,
 * OL = ⌊(L + padding - dilation · (K - 1) - 1) / stride⌋ + 1.
 * @throws {@link ShapeError} if the shapes don't agree or no window fits.
 * @throws {@link ArgumentError} if an option is out of its range.
 * @example
 * await conv1d(tensor([[1], [2], [3]]), ones([2, 1, 1])).array(); // => [[3], [5]]
 */
export function conv1d(
  x: TensorLike,
  weight: TensorLike,
  bias?: TensorLike,
  options: Conv1dFunctionOptions = {},
): Tensor {
  const {
    stride = 1,
    padding = 0,
    dilation = 1,
    groups = 1,
  } = checkOptions('conv1d', options, conv1dOptions);
  const [input, w, b] = convOperands('conv1d', x, weight, bias);
  checkConv('conv1d', ['N', 'L', 'C'], input.shape, w.shape, b?.shape, groups);
  const [batch, length, channels] = (input.ndim === 3 ? input.shape : [1, ...input.shape]) as [
    number,
    number,
    number,
  ];
  const [before, after] = typeof padding === 'object' ? padding : [padding, padding];
  const geometry = convGeometry(
    'conv1d',
    [batch, 1, length, channels],
    [1, ...w.shape],
    {
      stride: [1, stride],
      dilation: [1, dilation],
      groups,
      padding: typeof before === 'string' ? before : { left: before, right: after as number },
    },
    input.shape,
  );
  return scoped(() => {
    const y = conv2dWith(reshape(input, geometry.inputShape), reshape(w, [1, ...w.shape]), b, geometry); // [N, 1, OL, O]
    return reshape(y, [...input.shape.slice(0, -2), ...y.shape.slice(2)]);
  });
}
