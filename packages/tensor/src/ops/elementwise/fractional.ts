import { broadcastShapes, promoteDTypes } from '@neurona/backend';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import { onesLike } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { defineComposite, elementwise } from '../define-composite.js';
import { cast } from './cast.js';

const fracOp = elementwise<undefined>('frac', {
  value: (x) => x.sub(x.trunc()),
  slope: (x) => onesLike(x),
});

/**
 * Fractional part, with the sign of the value, element by element.
 *
 *     y = x - trunc x        dy/dx = 1
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await frac(tensor([1.25, -1.25])).data(); // => [0.25, -0.25]
 */
export const frac = (x: TensorLike): Tensor => fracOp(x, undefined);

const fmodOp = defineComposite<readonly [Tensor, Tensor], undefined>({
  name: 'fmod',
  value: ([a, b]) => {
    if (a.dtype === 'float32') return a.abs().remainder(b.abs()).mul(a.sign());
    const rest = a.remainder(b); // has the divisor's sign; |-2³¹| would not fit
    return rest
      .equal(0)
      .logicalOr(rest.less(0).equal(a.less(0)))
      .where(rest, rest.sub(b));
  },
  backward: ({ inputs: [a, b] }, grad, _attrs, needs) => [
    grad,
    needs[1] ? grad.mul(a.div(b).trunc()).neg() : undefined,
  ],
});

/**
 * Remainder with the sign of the dividend, as C's `fmod`, element by element.
 *
 *     y = a - b · trunc(a / b)        ∂y/∂a = 1, ∂y/∂b = -trunc(a / b)
 *
 * Shape: a, b broadcast → their common shape; integers stay int32.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await fmod(tensor([-7, 7]), 3).data(); // => [-1, 1]
 */
export function fmod(a: TensorLike, b: TensorLike): Tensor {
  const left = toTensor('fmod', a, isTensor(b) ? b : undefined);
  const right = toTensor('fmod', b, left);
  broadcastShapes('fmod', left.shape, right.shape);
  const dtype = [left.dtype, right.dtype].reduce(promoteDTypes, 'int32');
  return fmodOp([cast(left, dtype), cast(right, dtype)], undefined);
}
