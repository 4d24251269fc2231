import {
  ArgumentError,
  type ConvGeometry,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import { defineOp, recordsGradient } from '../../autograd/define-op.js';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { hardtanh } from '../activations/hard-units.js';
import { relu } from '../elementwise/arithmetic.js';
import { checkConv, convOperands } from './conv-operands.js';
import { type Conv2dFunctionOptions, conv2d, convGeometry } from './conv2d.js';

/** Settings of {@link clampedConv2d}. */
export interface ClampedConv2dFunctionOptions extends Conv2dFunctionOptions {
  /** A factor for each output channel `[O]`, default 1. */
  readonly scale?: TensorLike | undefined;
  /** What is added to each output channel `[O]`, default 0. */
  readonly shift?: TensorLike | undefined;
  /** The least result, default -∞. */
  readonly min?: number;
  /** The greatest result, default ∞. */
  readonly max?: number;
}

const clampedConv2dOptions: OptionTable<ClampedConv2dFunctionOptions> = {
  stride: 1,
  padding: 0,
  dilation: 1,
  groups: 1,
  fastMath: false,
  scale: undefined,
  shift: undefined,
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
};

/** What is done to the sums. */
interface End {
  readonly geometry: ConvGeometry;
  readonly min: number;
  readonly max: number;
}

/** Without a gradient: x, weight, and the shift, or the scale and the shift. */
const clampedConv2dOp = defineOp<readonly Tensor[], End>({
  name: 'clampedConv2d',
  forward(kernels, [x, weight, ...rows], { geometry, min, max }) {
    const [shift, scale] = [rows.at(-1), rows.length > 1 ? rows[0] : undefined];
    return { output: kernels.clampedConv2d!(x!, weight!, geometry, { scale, shift, min, max }) };
  },
});

/**
 * Convolution of images whose results are scaled, shifted and clamped, as a batch norm and a ReLU after it do in evaluation mode. Where no
 * gradient is recorded and the backend has a kernel, results are written once.
 *
 *     y = min(max(conv2d(x, w) · scale + shift, min), max)        the gradient at the bounds is 0
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]`, weight `[KH, KW, C / groups, O]`, scale and shift `[O]` → as `conv2d`.
 * @param options - `scale` (1), `shift` (0), `min` (-∞), `max` (∞), and those of {@link conv2d}.
 * @throws {@link ShapeError} if the shapes don't agree or no window fits.
 * @throws {@link ArgumentError} if an option is out of its range, or unless min < max.
 * @example
 * const x = ones([1, 2, 2, 1]);
 * await clampedConv2d(x, ones([2, 2, 1, 2]), { shift: [-5, 5], min: 0, max: 6 }).data(); // => [0, 6]
 */
export function clampedConv2d(
  x: TensorLike,
  weight: TensorLike,
  options: ClampedConv2dFunctionOptions = {},
): Tensor {
  const subject = 'clampedConv2d';
  const { scale, shift, ...rest } = checkOptions(subject, options, clampedConv2dOptions);
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, ...windows } = rest;
  if (!(min < max)) throw new ArgumentError(subject, { expected: 'min < max', received: [min, max] });
  const [input, w, added] = convOperands(subject, x, weight, shift);
  const [, , factor] = convOperands(subject, input, w, scale);
  checkConv(subject, ['N', 'H', 'W', 'C'], input.shape, w.shape, undefined, windows.groups);
  checkRow(subject, 'shift', added, w);
  checkRow(subject, 'scale', factor, w);
  const operands = [input, w, ...(factor && added ? [factor, added] : added ? [added] : [])];
  const isFused = input.backend.kernels.clampedConv2d && input.ndim === 4 && (added || !factor);
  if (isFused && !recordsGradient(operands)) {
    return clampedConv2dOp(operands, {
      geometry: convGeometry(subject, input.shape, w.shape, windows),
      min,
      max,
    });
  }
  return scoped(() => {
    if (!factor) return clamped(conv2d(input, w, added, windows), min, max);
    const scaled = conv2d(input, w, undefined, windows).mul(factor);
    return clamped(added ? scaled.add(added) : scaled, min, max);
  });
}

/** Checks that a row, if there is one, has a number for each output channel. */
function checkRow(subject: string, name: string, row: Tensor | undefined, weight: Tensor): void {
  const channels = weight.shape.at(-1);
  if (!row || (row.ndim === 1 && row.shape[0] === channels)) return;
  throw new ShapeError(subject, {
    expected: `a ${name} of shape [${channels}]`,
    received: describeShape(row.shape),
    where: `the weight has shape ${describeShape(weight.shape)}`,
  });
}

function clamped(x: Tensor, min: number, max: number): Tensor {
  if (max < Number.POSITIVE_INFINITY) return hardtanh(x, { min, max });
  if (min === Number.NEGATIVE_INFINITY) return x;
  return min === 0 ? relu(x) : hardtanh(x, { min, max });
}
