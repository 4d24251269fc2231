import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { arange } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { greaterEqual, lessEqual } from '../elementwise/binary.js';
import { where } from '../elementwise/where.js';
import { reshape } from './reshape.js';

function triangle(subject: string, x: TensorLike, offset: number, keeps: typeof lessEqual): Tensor {
  const input = toTensor(subject, x);
  if (input.ndim < 2) {
    throw new ShapeError(subject, { expected: 'at least two axes', received: describeShape(input.shape) });
  }
  if (!Number.isInteger(offset)) {
    throw new ArgumentError(subject, { expected: 'an offset that is an integer', received: offset });
  }
  return scoped(() => {
    const [rows, columns] = input.shape.slice(-2) as [number, number];
    const { backend } = input;
    const row = reshape(arange(offset, rows + offset, 1, { dtype: 'int32', backend }), [rows, 1]); // i + offset
    const column = arange(0, columns, 1, { dtype: 'int32', backend });
    return where(keeps(column, row), input, input.dtype === 'bool' ? false : 0);
  });
}

/**
 * The lower triangle of matrices; zeros above it.
 *
 *     y_ij = x_ij where j ≤ i + offset, else 0
 *
 * Shape: x `[..., A, B]` → same shape.
 * @param offset - The last diagonal kept: the main one (0, the default), one above (positive) or below (negative).
 * @throws {@link ShapeError} if x has fewer than two axes.
 * @throws {@link ArgumentError} if the offset is not an integer.
 * @example
 * await tril(tensor([[1, 2], [3, 4]])).array(); // => [[1, 0], [3, 4]]
 */
export const tril = (x: TensorLike, offset = 0): Tensor => triangle('tril', x, offset, lessEqual);

/**
 * The upper triangle of matrices; zeros below it.
 *
 *     y_ij = x_ij where j ≥ i + offset, else 0
 *
 * Shape: x `[..., A, B]` → same shape.
 * @param offset - The first diagonal kept: the main one (0, the default), one above (positive) or below (negative).
 * @throws {@link ShapeError} if x has fewer than two axes.
 * @throws {@link ArgumentError} if the offset is not an integer.
 * @example
 * await triu(tensor([[1, 2], [3, 4]])).array(); // => [[1, 2], [0, 4]]
 */
export const triu = (x: TensorLike, offset = 0): Tensor => triangle('triu', x, offset, greaterEqual);
