import type { DType } from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';

const castOp = defineOp<readonly [Tensor], DType>({
  name: 'cast',
  forward: (kernels, [x], dtype) => ({ output: kernels.cast(x, dtype) }),
});

/**
 * Converts to another dtype: to int32 by cutting off fractions, to bool true where a value is not 0. Gradients don't pass,
 * unless the dtype is the same already, which returns `x`.
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await cast(tensor([1.7, -1.7]), 'int32').data(); // => [1, -1]
 */
export function cast(x: TensorLike, dtype: DType): Tensor {
  const input = toTensor('cast', x);
  return input.dtype === dtype ? input : castOp([input], dtype);
}
