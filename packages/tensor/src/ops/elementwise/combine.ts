import { checkOptions, type OptionTable } from '@neurona/backend';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';

/**
 * Linear interpolation from a to b, element by element; exact at both ends.
 *
 *     y = a + w (b - a)
 *
 * Shape: a, b, weight broadcast → their common shape, float32.
 * @param weight - 0 returns a, 1 returns b.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await lerp(tensor([0, 10]), tensor([4, 20]), 0.25).data(); // => [1, 12.5]
 */
export function lerp(a: TensorLike, b: TensorLike, weight: TensorLike): Tensor {
  return scoped(() => {
    const from = toTensor('lerp', a, isTensor(b) ? b : undefined);
    const to = toTensor('lerp', b, from);
    const way = to.sub(from);
    if (typeof weight === 'number')
      return weight < 0.5 ? from.add(way.mul(weight)) : to.sub(way.mul(1 - weight));
    const w = toTensor('lerp', weight, from);
    return w.less(0.5).where(from.add(way.mul(w)), to.sub(way.mul(w.neg().add(1))));
  });
}

/** Settings of {@link addcmul} and {@link addcdiv}. */
export interface AddcFunctionOptions {
  /** Factor of the second term, default 1. */
  readonly value?: number;
}

const addcOptions: OptionTable<AddcFunctionOptions> = { value: 1 };

/**
 * Adds a scaled product, element by element.
 *
 *     y = x + value · a · b
 *
 * Shape: x, a, b broadcast → their common shape.
 * @param options - `value`, default 1.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await addcmul(tensor([1, 2]), tensor([3, 4]), tensor([5, 6]), { value: 0.5 }).data(); // => [8.5, 14]
 */
export const addcmul = (
  x: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: AddcFunctionOptions = {},
): Tensor => {
  const { value = 1 } = checkOptions('addcmul', options, addcOptions);
  return scoped(() => {
    const input = toTensor('addcmul', x, [a, b].find(isTensor));
    const product = toTensor('addcmul', a, input).mul(b);
    return input.add(value === 1 ? product : product.mul(value));
  });
};

/**
 * Adds a scaled quotient, element by element.
 *
 *     y = x + value · a / b
 *
 * Shape: x, a, b broadcast → their common shape, float32.
 * @param options - `value`, default 1.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await addcdiv(tensor([1, 2]), tensor([3, 4]), tensor([6, 2]), { value: 2 }).data(); // => [2, 6]
 */
export const addcdiv = (
  x: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: AddcFunctionOptions = {},
): Tensor => {
  const { value = 1 } = checkOptions('addcdiv', options, addcOptions);
  return scoped(() => {
    const input = toTensor('addcdiv', x, [a, b].find(isTensor));
    const quotient = toTensor('addcdiv', a, input).div(b);
    return input.add(value === 1 ? quotient : quotient.mul(value));
  });
};
