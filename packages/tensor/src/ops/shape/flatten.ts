import { describeShape, resolveAxis, type Shape, ShapeError, sizeOf } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from './reshape.js';

/**
 * Merges a range of axes into one; nothing is copied.
 *
 * Shape: x `[..., A, ..., B, ...]` → `[..., A · … · B, ...]`; a scalar → `[1]`.
 * @param startAxis - First axis of the range, default 0.
 * @param endAxis - Last axis of the range, included, default the last.
 * @throws {@link ShapeError} if an axis isn't there, or the range is empty.
 * @example
 * flatten(ones([8, 4, 4, 32]), 1).shape; // => [8, 512]
 */
export function flatten(x: TensorLike, startAxis = 0, endAxis = -1): Tensor {
  const input = toTensor('flatten', x);
  if (input.ndim === 0) return reshape(input, [1]);
  const [start, end] = [
    resolveAxis('flatten', startAxis, input.ndim),
    resolveAxis('flatten', endAxis, input.ndim),
  ];
  if (start > end) {
    throw new ShapeError('flatten', {
      expected: 'a start axis before the end axis',
      received: `axes ${startAxis} to ${endAxis}`,
      where: `x has shape ${describeShape(input.shape)}`,
    });
  }
  const { shape } = input;
  const merged = sizeOf(shape.slice(start, end + 1));
  return reshape(input, [...shape.slice(0, start), merged, ...shape.slice(end + 1)]);
}

/**
 * Splits one axis into several; nothing is copied.
 *
 * Shape: x `[..., A, ...]` → `[..., ...sizes, ...]`, the product of the sizes being A. One size may be -1: it is computed from
 * the others.
 * @throws {@link ShapeError} if the axis isn't there or the sizes don't multiply to it.
 * @example
 * unflatten(ones([8, 512]), 1, [4, 4, 32]).shape; // => [8, 4, 4, 32]
 */
export function unflatten(x: TensorLike, axis: number, sizes: Shape): Tensor {
  const input = toTensor('unflatten', x);
  const at = resolveAxis('unflatten', axis, input.ndim);
  const size = input.shape[at]!;
  const known = sizeOf(sizes.filter((part) => part !== -1));
  const parts = sizes.map((part) => (part === -1 && known > 0 ? size / known : part));
  if (sizeOf(parts) !== size || parts.some((part) => !Number.isInteger(part) || part < 0)) {
    throw new ShapeError('unflatten', {
      expected: `sizes whose product is ${size}`,
      received: describeShape(sizes),
      where: `axis ${at} of shape ${describeShape(input.shape)}`,
    });
  }
  return reshape(input, [...input.shape.slice(0, at), ...parts, ...input.shape.slice(at + 1)]);
}
