// internal
import { ArgumentError, DTypeError } from '@neurona/backend';
import { isTensor, type TensorLike } from '../../convert.js';
import { tensor } from '../../create.js';
import { flatten as flattenArrays, isNumericArray } from '../../nested-array.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';

/**
 * Indices into `size` elements as an int32 tensor. Those from JavaScript are checked, and negative ones counted from the end;
 * those of a tensor stay on the device and are taken as they are.
 * @throws {@link DTypeError} if they are truth values.
 * @throws {@link ArgumentError} if one is not a whole number in range.
 */
export function toIndices(subject: string, indices: TensorLike, size: number, near: Tensor): Tensor {
  if (isTensor(indices)) {
    if (indices.dtype === 'bool') {
      throw new DTypeError(subject, {
        expected: 'indices of dtype int32',
        received: 'bool',
        hint: 'Use maskedSelect(x, mask) or where(mask, a, b) with a mask.',
      });
    }
    return cast(indices, 'int32');
  }
  const list =
    typeof indices === 'number' ? { values: [indices], shape: [] } : flattenArrays(subject, indices);
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

/** Indices that were worked out on the host, on the device of another tensor. */
export const hostIndices = (values: ArrayLike<number>, near: Tensor): Tensor =>
  tensor(Int32Array.from(values), { dtype: 'int32', backend: near.backend });

/** Whether nested arrays hold truth values. */
export function holdsBooleans(values: unknown): boolean {
  let first = values;
  while (Array.isArray(first)) first = first[0];
  return typeof first === 'boolean' && !isNumericArray(values);
}
