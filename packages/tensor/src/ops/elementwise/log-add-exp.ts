import { broadcastShapes } from '@neurona/backend';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { softplus } from '../activations/smooth-units.js';
import { defineComposite } from '../define-composite.js';
import { cast } from './cast.js';

/** a - b, and 0 where both are the same infinity. */
function gap(a: Tensor, b: Tensor): Tensor {
  const d = a.sub(b);
  return d.isNaN().where(0, d);
}

const logAddExpOp = defineComposite<readonly [Tensor, Tensor], undefined>({
  name: 'logAddExp',
  value: ([a, b]) => a.maximum(b).add(softplus(gap(a, b).abs().neg())),
  backward: ({ inputs: [a, b] }, grad, _attrs, needs) => [
    needs[0] ? grad.mul(gap(a, b).sigmoid()) : undefined,
    needs[1] ? grad.mul(gap(b, a).sigmoid()) : undefined,
  ],
});

/**
 * Logarithm of the sum of two exponentials, without overflow, element by element.
 *
 *     y = ln(eᵃ + eᵇ)        ∂y/∂a = σ(a - b), ∂y/∂b = σ(b - a)
 *
 * Shape: a, b broadcast → their common shape, float32.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await logAddExp(tensor([0, 1000]), tensor([0, 1000])).data(); // => [0.6931, 1000.6931]
 */
export function logAddExp(a: TensorLike, b: TensorLike): Tensor {
  const left = cast(toTensor('logAddExp', a, isTensor(b) ? b : undefined), 'float32');
  const right = cast(toTensor('logAddExp', b, left), 'float32');
  broadcastShapes('logAddExp', left.shape, right.shape);
  return logAddExpOp([left, right], undefined);
}
