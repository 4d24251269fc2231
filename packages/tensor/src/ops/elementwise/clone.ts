import { defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';

const cloneOp: Op<readonly [Tensor], undefined> = defineOp({
  name: 'clone',
  forward: (kernels, [x]) => ({ output: kernels.copy(x) }),
  backward: (_saved, grad) => [grad],
});

/**
 * Copies the values. The gradient passes through.
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await clone(tensor([1, 2])).data(); // => [1, 2]
 */
export const clone = (x: TensorLike): Tensor => cloneOp([toTensor('clone', x)], undefined);
