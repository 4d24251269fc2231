import {
  ArgumentError,
  checkOptions,
  describeShape,
  type OptionTable,
  resolveAxes,
  resolveAxis,
  ShapeError,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { sliceAxis } from '../indexing/box.js';
import { scatterRows } from '../indexing/index-select.js';
import { hostIndices } from '../indexing/indices.js';
import { sum } from '../reduce/reduce.js';
import { moveAxis } from './permute.js';
import { reshape } from './reshape.js';

/** Settings of {@link diagonal}. */
export interface DiagonalFunctionOptions {
  /** Which diagonal: above the main one (positive) or below (negative), default 0. */
  readonly offset?: number;
  /** Axis of the rows, default -2. */
  readonly axis1?: number;
  /** Axis of the columns, default -1. */
  readonly axis2?: number;
}

const diagonalOptions: OptionTable<DiagonalFunctionOptions> = { offset: 0, axis1: -2, axis2: -1 };

/** Start of a diagonal in a flattened matrix, and its length. */
function diagonalOf(
  subject: string,
  rows: number,
  columns: number,
  offset: number,
): { start: number; length: number } {
  if (!Number.isInteger(offset)) {
    throw new ArgumentError(subject, { expected: 'an offset that is an integer', received: offset });
  }
  const [row, column] = offset >= 0 ? [0, offset] : [-offset, 0];
  const length = Math.max(0, Math.min(rows - row, columns - column));
  return { start: length === 0 ? 0 : row * columns + column, length };
}

/**
 * A diagonal of matrices, as the last axis.
 *
 *     y[..., k] = x[..., k, k + offset]
 *
 * Shape: x `[..., A, ..., B, ...]` → `[..., K]`, without the two axes.
 * @throws {@link ShapeError} if the axes aren't there or are the same.
 * @throws {@link ArgumentError} if the offset is not an integer.
 * @example
 * await diagonal(tensor([[1, 2], [3, 4]])).data(); // => [1, 4]
 */
export function diagonal(x: TensorLike, options: DiagonalFunctionOptions = {}): Tensor {
  const { offset = 0, axis1 = -2, axis2 = -1 } = checkOptions('diagonal', options, diagonalOptions);
  const input = toTensor('diagonal', x);
  resolveAxes('diagonal', [axis1, axis2], input.ndim);
  const axes = [axis1, axis2].map((axis) => resolveAxis('diagonal', axis, input.ndim));
  return scoped(() => {
    const matrices = moveAxis(input, axes, [-2, -1]); // [..., A, B]
    const [rows, columns] = matrices.shape.slice(-2) as [number, number];
    const leading = matrices.shape.slice(0, -2);
    const { start, length } = diagonalOf('diagonal', rows, columns, offset);
    const flat = reshape(matrices, [...leading, rows * columns]);
    return sliceAxis(flat, leading.length, start, length, columns + 1);
  });
}

/**
 * A diagonal of a matrix, or a matrix with a vector on a diagonal and zeros elsewhere.
 *
 * Shape: x `[A, B]` → `[K]`; x `[K]` → `[K + |offset|, K + |offset|]`
 * @param offset - Which diagonal: above the main one (positive) or below (negative), default 0.
 * @throws {@link ShapeError} if x is neither vector nor matrix.
 * @throws {@link ArgumentError} if the offset is not an integer.
 * @example
 * await diag(tensor([1, 2])).array(); // => [[1, 0], [0, 2]]
 * await diag(tensor([[1, 2], [3, 4]]), 1).array(); // => [2]
 */
export function diag(x: TensorLike, offset = 0): Tensor {
  const input = toTensor('diag', x);
  if (input.ndim === 2) return diagonal(input, { offset });
  if (input.ndim !== 1) {
    throw new ShapeError('diag', {
      expected: 'a vector or a matrix',
      received: describeShape(input.shape),
      hint: 'Use diagonal(x, { axis1, axis2 }) for batches of matrices.',
    });
  }
  return scoped(() => {
    const size = input.size + Math.abs(offset);
    const { start } = diagonalOf('diag', size, size, offset);
    const places = Array.from({ length: input.size }, (_, k) => start + k * (size + 1));
    return reshape(scatterRows(input, hostIndices(places, input), 0, size * size), [size, size]);
  });
}

/**
 * Sum of the main diagonal of a matrix.
 *
 *     y = Σ_k x_kk
 *
 * Shape: x `[A, B]` → `[]`
 * @throws {@link ShapeError} if x is no matrix.
 * @example
 * await trace(tensor([[1, 2], [3, 4]])).item(); // => 5
 */
export function trace(x: TensorLike): Tensor {
  const input = toTensor('trace', x);
  if (input.ndim !== 2) {
    throw new ShapeError('trace', { expected: 'a matrix', received: describeShape(input.shape) });
  }
  return scoped(() => sum(diagonal(input)));
}
