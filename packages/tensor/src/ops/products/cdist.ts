import {
  ArgumentError,
  broadcastShapes,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { sub } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { norm } from '../reduce/norm.js';
import { sum } from '../reduce/reduce.js';
import { unsqueeze } from '../shape/squeeze.js';

/** Settings of {@link cdist}. */
export interface CdistFunctionOptions {
  /** Which norm: 2 (the default), 1, Infinity, 0 (how many differ), or any other number over 0. */
  readonly p?: number;
}

const cdistOptions: OptionTable<CdistFunctionOptions> = { p: 2 };

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
export function cdist(a: TensorLike, b: TensorLike, options: CdistFunctionOptions = {}): Tensor {
  const { p = 2 } = checkOptions('cdist', options, cdistOptions);
  const left = cast(toTensor('cdist', a), 'float32');
  const right = cast(toTensor('cdist', b, left), 'float32');
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
    return norm(differences, { p, axis: -1 });
  });
}
