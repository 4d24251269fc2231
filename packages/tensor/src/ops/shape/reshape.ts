import { checkList, describeShape, type Shape, ShapeError, sizeOf } from '@neurona/backend';
import { edgeTo, recordsGradient } from '../../autograd/define-op.js';
import { GradNode } from '../../autograd/grad-node.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { Tensor } from '../../tensor.js';

/**
 * The same values under another shape, in the same row-major order; nothing is copied.
 *
 * Shape: x `[...]` → `shape`, of the same size. One size may be -1: it is computed from the others.
 * @throws {@link ShapeError} if the sizes don't agree.
 * @example
 * await reshape(tensor([1, 2, 3, 4]), [2, -1]).array(); // => [[1, 2], [3, 4]]
 */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  const input = toTensor('reshape', x);
  const target = resolveShape(input, checkList('reshape', 'a shape', shape));
  const from = input.shape; // the node must not hold the tensor
  const node = recordsGradient([input])
    ? new GradNode('reshape', [edgeTo(input)], (_saved, [grad]) => [reshape(grad!, from)])
    : undefined;
  return new Tensor(input.storage.retain(), target, input.dtype, node);
}

function resolveShape(x: Tensor, shape: Shape): Shape {
  const unknown = shape.indexOf(-1);
  const known = unknown < 0 ? shape : shape.map((size, i) => (i === unknown ? 1 : size));
  const rest = x.size / sizeOf(known);
  const isValid = shape.every((size, i) => Number.isInteger(size) && (size >= 0 || i === unknown));
  if (isValid && unknown >= 0 && Number.isInteger(rest))
    return shape.map((size, i) => (i === unknown ? rest : size));
  if (isValid && unknown < 0 && sizeOf(shape) === x.size) return [...shape];
  throw new ShapeError('reshape', {
    expected: `a shape of ${x.size} values`,
    received: describeShape(shape),
    where: `x has shape ${describeShape(x.shape)}`,
  });
}
