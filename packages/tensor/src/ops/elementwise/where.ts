import { broadcastShapes, promoteDTypes } from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { cast } from './cast.js';

const whereOp = defineOp<readonly [Tensor, Tensor, Tensor], undefined>({
  name: 'where',
  forward: (kernels, [condition, a, b]) => ({ output: kernels.select(condition, a, b), saved: [condition] }),
  backward: ([condition], grad, _attrs, needs) => [
    undefined,
    needs[1] ? where(condition!, grad, 0) : undefined,
    needs[2] ? where(condition!, 0, grad) : undefined,
  ],
});

/**
 * Takes `a` where a condition is true and `b` elsewhere, element by element.
 *
 *     y = a where the condition holds, else b
 *
 * Shape: condition, a, b broadcast → their common shape.
 * @param condition - Bool; numbers count as true where they are not 0.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * const x = tensor([-1, 2]);
 * await where(x.greater(0), x, 0).data(); // => [0, 2]
 */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const value = isTensor(a) ? a : isTensor(b) ? b : undefined;
  const test = cast(toTensor('where', condition, undefined, value), 'bool');
  const left = toTensor('where', a, value, value ?? test);
  const right = toTensor('where', b, left);
  broadcastShapes('where', test.shape, broadcastShapes('where', left.shape, right.shape));
  const dtype = promoteDTypes(left.dtype, right.dtype);
  return whereOp([test, cast(left, dtype), cast(right, dtype)], undefined);
}
