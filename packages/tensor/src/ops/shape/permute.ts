import { checkList, describeShape, resolveAxes, resolveAxis, type Shape, ShapeError } from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from './reshape.js';

const permuteOp: Op<readonly [Tensor], readonly number[]> = defineOp({
  name: 'permute',
  forward: (kernels, [x], order) => ({ output: kernels.transpose(x, order) }),
  backward: (_saved, grad, order) => [permuteOp([grad], inverse(order))],
});

const inverse = (order: readonly number[]): number[] => order.map((_, axis) => order.indexOf(axis));

/**
 * Reorders axes. Where only axes of size 1 move, nothing is copied.
 *
 *     y[i_order[0], i_order[1], …] = x[i_0, i_1, …]
 *
 * Shape: x `[...]` → size `x.shape[order[k]]` on axis k.
 * @param order - Every axis of x once; negative ones count from the end.
 * @throws {@link ShapeError} if an axis is missing or named twice.
 * @example
 * permute(ones([8, 3, 28, 28]), [0, 2, 3, 1]).shape; // => [8, 28, 28, 3]
 */
export function permute(x: TensorLike, order: readonly number[]): Tensor {
  const input = toTensor('permute', x);
  const axes = checkList('permute', 'axes', order).map((axis) => resolveAxis('permute', axis, input.ndim));
  if (resolveAxes('permute', axes, input.ndim).length !== input.ndim) {
    throw new ShapeError('permute', {
      expected: `each of ${input.ndim} axes once`,
      received: order,
      where: `x has shape ${describeShape(input.shape)}`,
    });
  }
  const moved = axes.filter((axis) => input.shape[axis] !== 1);
  const keepsOrder = moved.every((axis, i) => i === 0 || axis > moved[i - 1]!);
  return keepsOrder ? reshape(input, shapeIn(input.shape, axes)) : permuteOp([input], axes);
}

const shapeIn = (shape: Shape, order: readonly number[]): Shape => order.map((axis) => shape[axis]!);

/**
 * Swaps two axes, the last two by default.
 *
 * Shape: x `[..., A, ..., B, ...]` → `[..., B, ..., A, ...]`
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await transpose(tensor([[1, 2], [3, 4]])).array(); // => [[1, 3], [2, 4]]
 */
export function transpose(x: TensorLike, axis0 = -2, axis1 = -1): Tensor {
  const input = toTensor('transpose', x);
  const [a, b] = [resolveAxis('transpose', axis0, input.ndim), resolveAxis('transpose', axis1, input.ndim)];
  return permute(
    input,
    input.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis)),
  );
}

/**
 * Transposes a matrix; vectors and scalars stay as they are.
 *
 * Shape: x `[A, B]` → `[B, A]`
 * @throws {@link ShapeError} if x has more than two axes.
 * @example
 * await t(tensor([[1, 2, 3]])).array(); // => [[1], [2], [3]]
 */
export function t(x: TensorLike): Tensor {
  const input = toTensor('t', x);
  if (input.ndim > 2) {
    throw new ShapeError('t', {
      expected: 'a matrix',
      received: describeShape(input.shape),
      hint: 'Use transpose(x, axis0, axis1) to say which axes to swap.',
    });
  }
  return input.ndim === 2 ? permute(input, [1, 0]) : input;
}

/**
 * Moves axes to other positions; the others keep their order.
 *
 * Shape: x `[...]` → the axis `source[k]` of x is axis `destination[k]`.
 * @throws {@link ShapeError} if an axis isn't there or is named twice, or the lists differ in length.
 * @example
 * moveAxis(ones([2, 3, 4]), 0, -1).shape; // => [3, 4, 2]
 */
export function moveAxis(
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const input = toTensor('moveAxis', x);
  const resolve = (axes: number | readonly number[]): number[] => {
    resolveAxes('moveAxis', axes, input.ndim); // each once
    return [axes].flat().map((axis) => resolveAxis('moveAxis', axis, input.ndim));
  };
  const [from, to] = [resolve(source), resolve(destination)];
  if (from.length !== to.length) {
    throw new ShapeError('moveAxis', {
      expected: 'as many destinations as sources',
      received: `${from.length} sources and ${to.length} destinations`,
    });
  }
  const others = input.shape.map((_, axis) => axis).filter((axis) => !from.includes(axis));
  const order = input.shape.map((_, place) => {
    const k = to.indexOf(place);
    return k >= 0 ? from[k]! : others.shift()!;
  });
  return permute(input, order);
}
