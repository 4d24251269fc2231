import { checkList, describeShape, type Shape, ShapeError, sameShape } from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';

const broadcastToOp = defineOp<readonly [Tensor], { readonly shape: Shape }>({
  name: 'broadcastTo',
  forward: (kernels, [x], { shape }) => ({ output: kernels.broadcastTo(x, shape) }),
  backward: (_saved, grad) => [grad], // summed to the input's shape where it is delivered
});

/**
 * Stretches axes of size 1, and adds axes in front.
 *
 * Shape: x → `shape`, which x broadcasts to. A size of -1 keeps the axis as it is.
 * @throws {@link ShapeError} if x doesn't broadcast to it.
 * @example
 * await broadcastTo(tensor([1, 2]), [2, 2]).array(); // => [[1, 2], [1, 2]]
 */
export function broadcastTo(x: TensorLike, shape: Shape): Tensor {
  const input = toTensor('broadcastTo', x);
  checkList('broadcastTo', 'a shape', shape);
  const added = shape.length - input.ndim;
  const target = shape.map((size, i) => (size === -1 && i >= added ? input.shape[i - added]! : size));
  const fits = added >= 0 && input.shape.every((size, i) => size === 1 || size === target[i + added]);
  if (!fits || target.some((size) => size < 0)) {
    throw new ShapeError('broadcastTo', {
      expected: `a shape that ${describeShape(input.shape)} broadcasts to`,
      received: describeShape(shape),
    });
  }
  return sameShape(target, input.shape) ? input : broadcastToOp([input], { shape: target });
}
