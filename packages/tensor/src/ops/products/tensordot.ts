import { ArgumentError, describeShape, resolveAxis, ShapeError, sizeOf } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { permute } from '../shape/permute.js';
import { reshape } from '../shape/reshape.js';
import { factors, product } from './matmul.js';

/**
 * Sums products over pairs of axes of two tensors.
 *
 *     y[..., ...] = Σ over the axes of a[..., axes] · b[axes, ...]
 *
 * Shape: a, b → a's other axes, then b's other axes.
 * @param axes - How many of a's last axes meet b's first, default 2; or the axes of a and those of b that meet them.
 * @throws {@link ShapeError} if an axis isn't there, or axes that meet differ in size.
 * @throws {@link ArgumentError} if the lists differ in length, or the number of axes is out of range.
 * @example
 * tensordot(ones([2, 3, 4]), ones([4, 5]), 1).shape; // => [2, 3, 5]
 * tensordot(ones([2, 3, 4]), ones([3, 5]), [[1], [0]]).shape; // => [2, 4, 5]
 */
export function tensordot(
  a: TensorLike,
  b: TensorLike,
  axes: number | readonly [readonly number[], readonly number[]] = 2,
): Tensor {
  const [left, right] = factors('tensordot', a, b);
  const [summedA, summedB] = axesOf(left, right, axes);
  summedA.forEach((axis, i) => {
    if (left.shape[axis] === right.shape[summedB[i]!]) return;
    throw new ShapeError('tensordot', {
      expected: `axis ${summedB[i]} of b to have ${left.shape[axis]} elements`,
      received: right.shape[summedB[i]!],
      where: `a has shape ${describeShape(left.shape)}, b has shape ${describeShape(right.shape)}`,
    });
  });
  const keptA = left.shape.map((_, axis) => axis).filter((axis) => !summedA.includes(axis));
  const keptB = right.shape.map((_, axis) => axis).filter((axis) => !summedB.includes(axis));
  const terms = sizeOf(summedA.map((axis) => left.shape[axis]!));
  const [shapeA, shapeB] = [keptA.map((axis) => left.shape[axis]!), keptB.map((axis) => right.shape[axis]!)];
  return scoped(() => {
    const rows = reshape(permute(left, [...keptA, ...summedA]), [sizeOf(shapeA), terms]);
    const columns = reshape(permute(right, [...summedB, ...keptB]), [terms, sizeOf(shapeB)]);
    return reshape(product(rows, columns, false, false), [...shapeA, ...shapeB]);
  });
}

function axesOf(
  a: Tensor,
  b: Tensor,
  axes: number | readonly [readonly number[], readonly number[]],
): readonly [number[], number[]] {
  if (typeof axes === 'number') {
    if (!Number.isInteger(axes) || axes < 0 || axes > Math.min(a.ndim, b.ndim)) {
      throw new ArgumentError('tensordot', {
        expected: `from 0 to ${Math.min(a.ndim, b.ndim)} axes`,
        received: axes,
        where: `a has shape ${describeShape(a.shape)}, b has shape ${describeShape(b.shape)}`,
      });
    }
    const count = Array.from({ length: axes }, (_, i) => i);
    return [count.map((i) => a.ndim - axes + i), count];
  }
  const isPair = Array.isArray(axes) && axes.length === 2 && axes.every(Array.isArray);
  if (!isPair) {
    throw new ArgumentError('tensordot', {
      expected: 'axes to be a number, or two arrays of axes',
      received: axes,
      hint: 'Write [[1], [0]] for axis 1 of a and axis 0 of b.',
    });
  }
  const resolved = [
    axes[0].map((axis) => resolveAxis('tensordot', axis, a.ndim)),
    axes[1].map((axis) => resolveAxis('tensordot', axis, b.ndim)),
  ] as const;
  if (axes[0].length !== axes[1].length || resolved.some((list) => new Set(list).size !== list.length)) {
    throw new ArgumentError('tensordot', {
      expected: 'as many axes of a as of b, each once',
      received: `${describeShape(axes[0])} and ${describeShape(axes[1])}`,
    });
  }
  return resolved;
}
