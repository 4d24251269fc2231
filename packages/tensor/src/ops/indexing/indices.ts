// internal
import { ArgumentError, DTypeError } from '@neurona/backend';
import { isTensor, type TensorLike } from '../../convert.js';
import { tensor } from '../../create.js';
import { flattenValues } from '../../nested-array.js';
import type { Tensor } from '../../tensor.js';
import { greaterEqual, less, logicalAnd } from '../elementwise/binary.js';

/**
 * Indices into `size` elements as an int32 tensor. Those from JavaScript are checked, and negative ones counted from the end;
 * those of a tensor stay on the device and are taken as they are.
 * @throws {@link DTypeError} if they are a tensor of another dtype than int32.
 * @throws {@link ArgumentError} if one is not an integer in range.
 */
export function toIndices(subject: string, indices: TensorLike, size: number, near: Tensor): Tensor {
  if (isTensor(indices)) return indexTensor(subject, indices);
  const list =
    typeof indices === 'number' ? { values: [indices], shape: [] } : flattenValues(subject, indices);
  const values = Int32Array.from(list.values as ArrayLike<number>, (index, i) => {
    const given = list.values[i];
    if (Number.isInteger(given) && index >= -size && index < size) return index < 0 ? index + size : index;
    throw new ArgumentError(subject, {
      expected: size === 0 ? 'no indices, as the axis is empty' : `indices from ${-size} to ${size - 1}`,
      received: given,
    });
  });
  return tensor(values, { shape: list.shape, dtype: 'int32', backend: near.backend });
}

/**
 * A tensor that is one of indices.
 * @throws {@link DTypeError} if its dtype is not int32: fractions would be cut, and booleans be 0 and 1.
 */
export function indexTensor(subject: string, indices: Tensor): Tensor {
  if (indices.dtype === 'int32') return indices;
  throw new DTypeError(subject, {
    expected: 'indices of dtype int32',
    received: indices.dtype,
    hint:
      indices.dtype === 'bool'
        ? 'Use maskedSelect(x, mask) or where(mask, a, b) with a mask.'
        : "Use indices.cast('int32') if they are integers.",
  });
}

/** Which indices are those of an axis of this size. */
export const isInside = (indices: Tensor, size: number): Tensor =>
  logicalAnd(greaterEqual(indices, 0), less(indices, size));

/** Indices that were computed on the host, on the device of another tensor. */
export const hostIndices = (values: ArrayLike<number>, near: Tensor): Tensor =>
  tensor(Int32Array.from(values), { dtype: 'int32', backend: near.backend });

/** Whether nested arrays hold booleans. */
export function holdsBooleans(values: unknown): boolean {
  return Array.isArray(values) && flattenValues('at', values).dtype === 'bool';
}
