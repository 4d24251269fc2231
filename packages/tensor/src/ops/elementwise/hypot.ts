import { broadcastShapes } from '@neurona/backend';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { defineComposite } from '../define-composite.js';
import { cast } from './cast.js';

const hypotOp = defineComposite<readonly [Tensor, Tensor], undefined>({
  name: 'hypot',
  value: ([a, b]) => {
    const longer = a.abs().maximum(b.abs());
    const unit = longer.equal(0).logicalOr(longer.isInf()).where(1, longer); // squares of at most 1 don't overflow
    const length = a.div(unit).square().add(b.div(unit).square()).sqrt().mul(unit);
    return a.isInf().logicalOr(b.isInf()).where(Infinity, length); // also beside NaN
  },
  backward: ({ inputs: [a, b], output }, grad, _attrs, needs) => {
    const isZero = output.equal(0);
    const length = isZero.where(1, output);
    return [needs[0] ? grad.mul(a.div(length)) : undefined, needs[1] ? grad.mul(b.div(length)) : undefined];
  },
});

/**
 * Length of the hypotenuse, without overflow, element by element; infinite if either side is.
 *
 *     y = √(a² + b²)        ∂y/∂a = a / y, ∂y/∂b = b / y, 0 at 0
 *
 * Shape: a, b broadcast → their common shape, float32.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await hypot(tensor([3, 5]), tensor([4, 12])).data(); // => [5, 13]
 */
export function hypot(a: TensorLike, b: TensorLike): Tensor {
  const left = cast(toTensor('hypot', a, isTensor(b) ? b : undefined), 'float32');
  const right = cast(toTensor('hypot', b, left), 'float32');
  broadcastShapes('hypot', left.shape, right.shape);
  return hypotOp([left, right], undefined);
}
