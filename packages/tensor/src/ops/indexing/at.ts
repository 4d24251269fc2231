import {
  broadcastShapes,
  checkArgument,
  describeShape,
  type Shape,
  ShapeError,
  sizeOf,
  stridesOf,
} from '@neurona/backend';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import { flattenValues, type NestedArray } from '../../nested-array.js';
import type { Tensor } from '../../tensor.js';
import { add, less, logicalAnd, mul } from '../elementwise/binary.js';
import { where } from '../elementwise/where.js';
import { moveAxis } from '../shape/permute.js';
import { reshape } from '../shape/reshape.js';
import { sliceBox } from './box.js';
import { gatherRows } from './index-select.js';
import { holdsBooleans, hostIndices, indexTensor, isInside, toIndices } from './indices.js';
import { coordinates } from './masked-select.js';
import { resolveIndex, resolveRange } from './slice.js';

/** Elements `start` (included) to `stop` (excluded), `step` apart, as Python's `start:stop:step`. */
export interface IndexRange {
  readonly start?: number;
  readonly stop?: number;
  readonly step?: number;
}

/**
 * What an axis can be indexed by: a number (removes the axis), a range, indices (a tensor, or arrays of numbers), a mask (arrays of
 * booleans, over as many axes as it has); null adds an axis, `'...'` stands for all axes that are not named.
 */
export type Index = number | IndexRange | Tensor | readonly NestedArray[] | null | '...';

/** Basic indexing of every axis, and what is left: indices of axes of the result. */
interface Plan {
  readonly start: number[];
  readonly size: number[];
  readonly step: number[];
  /** Shape after slicing, without axes indexed by numbers and with new ones. */
  readonly shape: number[];
  readonly lookups: { readonly axis: number; readonly indices: Tensor }[];
}

/**
 * Indexing as in Python, one index for each axis.
 *
 * Shape: as NumPy's. Several index tensors broadcast, and their shape stands where the first was, or in front if they are not
 * side by side.
 * @param indices - See {@link Index}. Negative ones count from the end. Those in arrays are checked; one of a tensor that is out of
 * range yields NaN, of int32 -2147483648, of bool false.
 * @throws {@link ShapeError} if there are more indices than axes, or a number is out of range.
 * @throws {@link ArgumentError} if an index in an array is out of range, or a step is below 1.
 * @throws {@link DTypeError} if a tensor of another dtype than int32 is given; of booleans the size of the result would
 * depend on its values.
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * await at(x, -1).data(); // => [4, 5, 6]
 * await at(x, '...', { start: 1 }).array(); // => [[2, 3], [5, 6]]
 * await at(x, [0, 1], [2, 0]).data(); // => [3, 4]
 */
export function at(x: TensorLike, ...indices: Index[]): Tensor {
  const input = toTensor('at', x);
  return scoped(() => {
    const plan = planOf(input, expandEllipsis(input, indices));
    const box = reshape(sliceBox(input, plan), plan.shape);
    return plan.lookups.length === 0 ? box : lookUp(box, plan.lookups);
  });
}

/** Number of axes that an index speaks about. */
function axesOf(index: Index): number {
  if (index === null || index === '...') return 0;
  return holdsBooleans(index) ? flattenValues('at', index as NestedArray).shape.length : 1;
}

function expandEllipsis(x: Tensor, indices: readonly Index[]): Index[] {
  const named = indices.reduce((sum: number, index) => sum + axesOf(index), 0);
  const ellipses = indices.filter((index) => index === '...').length;
  if (named > x.ndim || ellipses > 1) {
    throw new ShapeError('at', {
      expected: `indices for at most ${x.ndim} axes${ellipses > 1 ? ", with '...' once" : ''}`,
      received: ellipses > 1 ? `${ellipses} of '...'` : `indices for ${named}`,
      where: `x has shape ${describeShape(x.shape)}`,
    });
  }
  const rest = new Array<IndexRange>(x.ndim - named).fill({});
  return ellipses === 0
    ? [...indices, ...rest]
    : indices.flatMap((index) => (index === '...' ? rest : [index]));
}

function planOf(x: Tensor, indices: readonly Index[]): Plan {
  const plan: Plan = { start: [], size: [], step: [], shape: [], lookups: [] };
  const take = (start: number, size: number, step: number): void => {
    plan.start.push(start);
    plan.size.push(size);
    plan.step.push(step);
  };
  for (const index of indices) {
    const axis = plan.size.length;
    const length = x.shape[axis]!;
    if (index === null) plan.shape.push(1);
    else if (typeof index === 'number') take(resolveIndex('at', index, x.shape, axis), 1, 1);
    else if (isTensor(index) || Array.isArray(index)) {
      for (const lookup of lookupsOf(x, axis, index as Tensor | NestedArray)) {
        plan.lookups.push({ axis: plan.shape.length, indices: lookup });
        plan.shape.push(x.shape[plan.size.length]!);
        take(0, x.shape[plan.size.length]!, 1);
      }
    } else {
      checkArgument(
        'at',
        'an index',
        index,
        'record',
        "Use a number, { start, stop, step }, arrays, null or '...'.",
      );
      const { start, size, step } = resolveRange('at', length, index as IndexRange);
      take(start, size, step);
      plan.shape.push(size);
    }
  }
  return plan;
}

/** The index tensors of one index: one, or for a mask one for each of its axes. */
function lookupsOf(x: Tensor, axis: number, index: Tensor | NestedArray): Tensor[] {
  if (isTensor(index)) return [wrapNegative(indexTensor('at', index), x.shape[axis]!)];
  if (!holdsBooleans(index)) return [toIndices('at', index, x.shape[axis]!, x)];
  const { values, shape } = flattenValues('at', index);
  const covered = x.shape.slice(axis, axis + shape.length);
  if (describeShape(shape) !== describeShape(covered)) {
    throw new ShapeError('at', {
      expected: `a mask of shape ${describeShape(covered)}`,
      received: describeShape(shape),
      where: `axis ${axis} of shape ${describeShape(x.shape)}`,
    });
  }
  const rows = coordinates(
    Array.from(values, (hit, place) => (hit ? place : -1)).filter((place) => place >= 0),
    shape,
  );
  return shape.map((_, k) =>
    hostIndices(
      rows.filter((_, i) => i % shape.length === k),
      x,
    ),
  );
}

const wrapNegative = (indices: Tensor, size: number): Tensor =>
  where(less(indices, 0), add(indices, size), indices);

function lookUp(x: Tensor, lookups: Plan['lookups']): Tensor {
  const axes = lookups.map(({ axis }) => axis);
  const areNeighbours = axes.every((axis, i) => axis === axes[0]! + i);
  const first = areNeighbours ? axes[0]! : 0;
  const y = areNeighbours
    ? x
    : moveAxis(
        x,
        axes,
        axes.map((_, i) => i),
      );
  const sizes = y.shape.slice(first, first + axes.length);
  const shape = lookups.reduce(
    (common: Shape, { indices }) => broadcastShapes('at', common, indices.shape),
    [],
  );
  const strides = stridesOf(sizes);
  // -1 where an index is out of range: no other element may stand in for it
  const inside = lookups.map(({ indices }, i) => isInside(indices, sizes[i]!)).reduce(logicalAnd);
  const places = lookups.map(({ indices }, i) => mul(indices, strides[i]!)).reduce(add);
  const flat = where(inside, places, -1);
  const [before, after] = [y.shape.slice(0, first), y.shape.slice(first + axes.length)];
  const rows = gatherRows(
    reshape(y, [...before, sizeOf(sizes), ...after]),
    reshape(flat, [sizeOf(shape)]),
    first,
  );
  return reshape(rows, [...before, ...shape, ...after]);
}
