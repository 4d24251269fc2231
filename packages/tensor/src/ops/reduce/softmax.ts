import { checkOptions, type OptionTable, resolveAxis } from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { moveAxis } from '../shape/permute.js';
import { softmaxGrad } from './softmax-grad.js';

/** Settings of {@link softmax} and its relatives. */
export interface SoftmaxFunctionOptions {
  /** The axis that holds the classes, default the last. */
  readonly axis?: number;
}

const softmaxOptions: OptionTable<SoftmaxFunctionOptions> = { axis: -1 };

/** Runs an operation of the last axis along another. */
function alongAxis(subject: string, x: TensorLike, axis: number, op: (x: Tensor) => Tensor): Tensor {
  const input = cast(toTensor(subject, x), 'float32');
  const resolved = resolveAxis(subject, axis, input.ndim);
  if (resolved === input.ndim - 1) return op(input);
  return scoped(() => moveAxis(op(moveAxis(input, resolved, -1)), -1, resolved));
}

const softmaxOp = defineOp<readonly [Tensor], undefined>({
  name: 'softmax',
  forward(kernels, [x]) {
    const y = kernels.softmax(x);
    return { output: y, saved: [y] };
  },
  backward: ([y], grad) => [softmaxGrad(grad, y!)],
});

/**
 * Exponentials along one axis, scaled to sum to 1; computed without overflow.
 *
 *     y_i = exp(x_i - m) / Σ_j exp(x_j - m)        m = max_j x_j
 *     ∂L/∂x = y · (g - Σ_j g_j y_j)
 *
 * Shape: x `[..., C, ...]` → same shape, float32.
 * @param x - Unnormalised scores (logits).
 * @param options - `axis`, default the last.
 * @throws {@link ShapeError} if the axis isn't there.
 * @example
 * await softmax(tensor([[0, 0], [0, 100]])).array(); // => [[0.5, 0.5], [0, 1]]
 */
export const softmax = (x: TensorLike, options: SoftmaxFunctionOptions = {}): Tensor => {
  const { axis = -1 } = checkOptions('softmax', options, softmaxOptions);
  return alongAxis('softmax', x, axis, (input) => softmaxOp([input], undefined));
};

/**
 * Softmax of the negated values: the smallest gets the most.
 *
 *     y = softmax(-x)
 *
 * Shape: x `[..., C, ...]` → same shape, float32.
 * @param options - `axis`, default the last.
 * @throws {@link ShapeError} if the axis isn't there.
 * @example
 * await softmin(tensor([0, 100])).data(); // => [1, 0]
 */
export const softmin = (x: TensorLike, options: SoftmaxFunctionOptions = {}): Tensor => {
  const { axis = -1 } = checkOptions('softmin', options, softmaxOptions);
  return scoped(() => alongAxis('softmin', x, axis, (input) => softmaxOp([input.neg()], undefined)));
};

const logSoftmaxOp = defineOp<readonly [Tensor], undefined>({
  name: 'logSoftmax',
  forward(kernels, [x]) {
    const y = kernels.logSoftmax(x);
    return { output: y, saved: [y] };
  },
  backward: ([y], grad) => [grad.sub(y!.exp().mul(grad.sum({ axis: -1, keepDims: true })))],
});

/**
 * Logarithm of the softmax along one axis, computed without overflow.
 *
 *     y_i = x_i - m - log Σ_j exp(x_j - m)        m = max_j x_j
 *     ∂L/∂x = g - softmax(x) · Σ_j g_j
 *
 * Shape: x `[..., C, ...]` → same shape, float32.
 * @param x - Unnormalised scores (logits).
 * @param options - `axis`, default the last.
 * @throws {@link ShapeError} if the axis isn't there.
 * @example
 * await logSoftmax(tensor([[0, 0]])).data(); // => [-0.6931, -0.6931]
 */
export const logSoftmax = (x: TensorLike, options: SoftmaxFunctionOptions = {}): Tensor => {
  const { axis = -1 } = checkOptions('logSoftmax', options, softmaxOptions);
  return alongAxis('logSoftmax', x, axis, (input) => logSoftmaxOp([input], undefined));
};
