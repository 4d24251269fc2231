import {
  ArgumentError,
  broadcastShapes,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { abs, sqrt, square } from '../elementwise/arithmetic.js';
import { greater, notEqual, pow, sub } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { where } from '../elementwise/where.js';
import { max, sum } from '../reduce/reduce.js';
import { unsqueeze } from '../shape/squeeze.js';
import { factors } from './matmul.js';

/** Settings of {@link cdist}. */
export interface CdistOptions {
  /** Which norm: 2 (the default), 1, Infinity, 0 (how many differ), or any other number over 0. */
  readonly p?: number;
}

const cdistOptions: OptionTable<CdistOptions> = { p: 2 };

/**
 * Distances between the rows of two matrices. The derivative of a distance of 0 is 0.
 *
 *     y_ij = (Σ_k |a_ik - b_jk|^p)^(1/p)
 *
 * Shape: a `[..., M, D]`, b `[..., N, D]` → `[..., M, N]`; leading axes broadcast.
 * @throws {@link ShapeError} if the shapes don't agree.
 * @throws {@link ArgumentError} if p is negative.
 * @example
 * await cdist(tensor([[0, 0], [3, 4]]), tensor([[0, 0]])).array(); // => [[0], [5]]
 */
export function cdist(a: TensorLike, b: TensorLike, options: CdistOptions = {}): Tensor {
  const { p = 2 } = checkOptions('cdist', options, cdistOptions);
  const [left, right] = factors('cdist', a, b);
  if (!(p >= 0)) throw new ArgumentError('cdist', { expected: 'p of at least 0', received: p });
  if (left.ndim < 2 || right.ndim < 2 || left.shape.at(-1) !== right.shape.at(-1)) {
    throw new ShapeError('cdist', {
      expected: 'a [..., M, D] and b [..., N, D]',
      received: `${describeShape(left.shape)} and ${describeShape(right.shape)}`,
    });
  }
  broadcastShapes('cdist', left.shape.slice(0, -2), right.shape.slice(0, -2));
  return scoped(() => {
    const differences = sub(unsqueeze(left, -2), unsqueeze(right, -3)); // [..., M, N, D]
    if (left.shape.at(-1) === 0) return sum(differences, { axis: -1 });
    return normOf(differences, p);
  });
}

/** Norm over the last axis, with derivative 0 at 0. */
function normOf(x: Tensor, p: number): Tensor {
  if (p === 0) return sum(cast(notEqual(x, 0), 'float32'), { axis: -1 });
  if (p === 1) return sum(abs(x), { axis: -1 });
  if (p === Infinity) return max(abs(x), { axis: -1 });
  if (p === 2) return unlessZero(sum(square(x), { axis: -1 }), sqrt);
  const powers = unlessZero(abs(x), (positive) => pow(positive, p));
  return unlessZero(sum(powers, { axis: -1 }), (positive) => pow(positive, 1 / p));
}

/** A function of numbers over 0, and 0 (with derivative 0) at 0. */
function unlessZero(x: Tensor, fn: (positive: Tensor) => Tensor): Tensor {
  const isPositive = greater(x, 0);
  return where(isPositive, fn(where(isPositive, x, 1)), x.mul(0)); // NaN stays NaN
}
