import { checkOptions, describeShape, type OptionTable, resolveAxis, ShapeError } from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { add, mul } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { where } from '../elementwise/where.js';
import { reshape } from '../shape/reshape.js';
import { isInside, toIndices } from './indices.js';

interface Rows {
  readonly axis: number;
  /** Size of the axis that indices point into. */
  readonly size: number;
}

const gatherRowsOp: Op<readonly [Tensor, Tensor], Rows> = defineOp({
  name: 'indexSelect',
  forward: (kernels, [x, indices], { axis }) => ({
    output: kernels.gather(x, indices, axis),
    saved: [indices],
  }),
  backward: ([indices], grad, rows) => [scatterRowsOp([grad, indices!], rows), undefined],
});

const scatterRowsOp: Op<readonly [Tensor, Tensor], Rows> = defineOp({
  name: 'indexAdd',
  forward: (kernels, [updates, indices], { axis, size }) => ({
    output: kernels.scatterAdd(updates, indices, axis, size),
    saved: [indices],
  }),
  // a row that was left out has no gradient
  backward: ([indices], grad, rows) => {
    const isUsed = reshape(
      isInside(indices!, rows.size),
      grad.shape.map((_, i) => (i === rows.axis ? indices!.size : 1)),
    );
    return [where(isUsed, gatherRowsOp([grad, indices!], rows), 0), undefined];
  },
});

/** @internal Rows of an axis by int32 indices `[k]` in range. */
export const gatherRows = (x: Tensor, indices: Tensor, axis: number): Tensor =>
  gatherRowsOp([x, indices], { axis, size: x.shape[axis]! });

/** @internal Sums rows into zeros of `size` rows: the adjoint of {@link gatherRows}. */
export const scatterRows = (updates: Tensor, indices: Tensor, axis: number, size: number): Tensor =>
  scatterRowsOp([updates, indices], { axis, size });

/** The given rows of an axis, in their order. */
function checkVector(subject: string, indices: Tensor): void {
  if (indices.ndim === 1) return;
  throw new ShapeError(subject, {
    expected: 'indices with one axis',
    received: describeShape(indices.shape),
    hint: 'Use gather(x, axis, indices) for an index for each element.',
  });
}

/**
 * Elements of an axis by index.
 *
 *     y[..., k, ...] = x[..., indices[k], ...]
 *
 * Shape: x `[..., A, ...]`, indices `[K]` → `[..., K, ...]`
 * @param indices - Indices in an array are checked, and negative ones count from the end; one of a tensor that is out of range
 * yields NaN.
 * @throws {@link ShapeError} if the axis isn't there, or the indices are no vector.
 * @throws {@link ArgumentError} if an index in an array is out of range.
 * @example
 * await indexSelect(tensor([10, 20, 30]), 0, [2, 0]).data(); // => [30, 10]
 */
export function indexSelect(x: TensorLike, axis: number, indices: TensorLike): Tensor {
  const input = toTensor('indexSelect', x);
  const at = resolveAxis('indexSelect', axis, input.ndim);
  return scoped(() => {
    const rows = toIndices('indexSelect', indices, input.shape[at]!, input);
    checkVector('indexSelect', rows);
    return gatherRows(input, rows, at);
  });
}

/** Settings of {@link indexAdd}. */
export interface IndexAddFunctionOptions {
  /** Factor of what is added, default 1. */
  readonly alpha?: number;
}

const indexAddOptions: OptionTable<IndexAddFunctionOptions> = { alpha: 1 };

/**
 * Rows added to rows of an axis by index; where an index repeats, all are added.
 *
 *     y = x,  y[..., indices[k], ...] += alpha · source[..., k, ...]
 *
 * Shape: x `[..., A, ...]`, indices `[K]`, source `[..., K, ...]` → x's shape.
 * @throws {@link ShapeError} if the axis isn't there, or the shapes don't agree.
 * @throws {@link ArgumentError} if an index in an array is out of range.
 * @example
 * await indexAdd(tensor([1, 2, 3]), 0, [0, 0], tensor([10, 20])).data(); // => [31, 2, 3]
 */
export function indexAdd(
  x: TensorLike,
  axis: number,
  indices: TensorLike,
  source: TensorLike,
  options: IndexAddFunctionOptions = {},
): Tensor {
  checkOptions('indexAdd', options, indexAddOptions);
  const input = toTensor('indexAdd', x);
  const at = resolveAxis('indexAdd', axis, input.ndim);
  return scoped(() => {
    const rows = toIndices('indexAdd', indices, input.shape[at]!, input);
    checkVector('indexAdd', rows);
    const updates = cast(toTensor('indexAdd', source, input), input.dtype);
    const expected = input.shape.with(at, rows.size);
    if (describeShape(updates.shape) !== describeShape(expected)) {
      throw new ShapeError('indexAdd', {
        expected: `a source of shape ${describeShape(expected)}`,
        received: describeShape(updates.shape),
        where: `x has shape ${describeShape(input.shape)}, ${rows.size} indices into axis ${at}`,
      });
    }
    const sums = scatterRows(updates, rows, at, input.shape[at]!);
    return add(input, options.alpha === undefined ? sums : mul(sums, options.alpha));
  });
}
