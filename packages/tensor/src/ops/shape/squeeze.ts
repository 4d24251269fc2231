import { resolveAxes, resolveAxis } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from './reshape.js';

/**
 * Removes axes of size 1; nothing is copied.
 *
 * Shape: x `[..., 1, ...]` → `[...]`
 * @param axis - The axes to remove, default all; those of another size stay.
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * squeeze(ones([1, 3, 1])).shape; // => [3]
 * squeeze(ones([1, 3, 1]), 0).shape; // => [3, 1]
 */
export function squeeze(x: TensorLike, axis?: number | readonly number[]): Tensor {
  const input = toTensor('squeeze', x);
  const axes = resolveAxes('squeeze', axis, input.ndim);
  return reshape(
    input,
    input.shape.filter((size, i) => size !== 1 || !axes.includes(i)),
  );
}

/**
 * Adds an axis of size 1; nothing is copied.
 *
 * Shape: x `[...]` → `[..., 1, ...]`
 * @param axis - Where the new axis is in the result.
 * @throws {@link ShapeError} if there is no such axis.
 * @example
 * unsqueeze(ones([3]), 0).shape; // => [1, 3]
 * unsqueeze(ones([3]), -1).shape; // => [3, 1]
 */
export function unsqueeze(x: TensorLike, axis: number): Tensor {
  const input = toTensor('unsqueeze', x);
  const at = resolveAxis('unsqueeze', axis, input.ndim + 1);
  return reshape(input, [...input.shape.slice(0, at), 1, ...input.shape.slice(at)]);
}
