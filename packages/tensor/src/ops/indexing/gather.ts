import {
  broadcastShapes,
  describeShape,
  resolveAxis,
  type Shape,
  ShapeError,
  stridesOf,
} from '@neurona/backend';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import { arange, onesLike } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { add, div, greater, maximum, mul } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { where } from '../elementwise/where.js';
import { broadcastTo } from '../shape/broadcast-to.js';
import { reshape } from '../shape/reshape.js';
import { sliceBox } from './box.js';
import { gatherRows, scatterRows } from './index-select.js';
import { isInside, toIndices } from './indices.js';

/** Indices into the flattened x of indices along an axis, `[size of indices]`; -1 where one is out of range. */
function placesAlong(indices: Tensor, shape: Shape, axis: number): Tensor {
  const strides = stridesOf(shape);
  let places = mul(indices, strides[axis]!);
  indices.shape.forEach((size, k) => {
    if (k === axis || size <= 1 || strides[k] === 0) return;
    const starts = arange(0, size * strides[k]!, strides[k]!, { dtype: 'int32', backend: indices.backend });
    places = add(
      places,
      reshape(
        starts,
        indices.shape.map((_, i) => (i === k ? size : 1)),
      ),
    );
  });
  // an index out of range must not name another row's element
  return reshape(where(isInside(indices, shape[axis]!), places, -1), [indices.size]);
}

function checkCovered(subject: string, indices: Tensor, axis: number, x: Shape, source?: Shape): void {
  const fits = (shape: Shape, except: number): boolean =>
    shape.length === indices.ndim && indices.shape.every((size, i) => i === except || size <= shape[i]!);
  if (fits(x, axis) && (!source || fits(source, -1))) return;
  const other = source ? ` and the source ${describeShape(source)}` : '';
  throw new ShapeError(subject, {
    expected: `indices of x's rank that reach no further than x${source ? ' and the source' : ''}`,
    received: describeShape(indices.shape),
    where: `x has shape ${describeShape(x)}${other}, axis ${axis}`,
  });
}

/**
 * An element of an axis for each index.
 *
 *     y[i][j][k] = x[i][indices[i][j][k]][k]        for axis 1
 *
 * Shape: x `[...]`, indices of the same rank, no larger than x on other axes → the shape of the indices.
 * @param indices - Indices in an array are checked, and negative ones count from the end. One of a tensor that is out of range
 * yields NaN, of int32 -2147483648, of bool false.
 * @throws {@link ShapeError} if the axis isn't there or the shapes don't agree.
 * @throws {@link ArgumentError} if an index in an array is out of range.
 * @example
 * await gather(tensor([[1, 2], [3, 4]]), 1, [[1], [0]]).array(); // => [[2], [3]]
 */
export function gather(x: TensorLike, axis: number, indices: TensorLike): Tensor {
  const input = toTensor('gather', x);
  const at = resolveAxis('gather', axis, input.ndim);
  return scoped(() => {
    const places = toIndices('gather', indices, input.shape[at]!, input);
    checkCovered('gather', places, at, input.shape);
    const flat = reshape(input, [input.size]);
    return reshape(gatherRows(flat, placesAlong(places, input.shape, at), 0), places.shape);
  });
}

/**
 * As {@link gather}, with indices that broadcast against x on the other axes. What `argsort` and `argmax` with `keepDims`
 * return fits.
 *
 * Shape: x `[...]`, indices of the same rank → their common shape, with the indices' size on the axis.
 * @throws {@link ShapeError} if the axis isn't there or the shapes don't broadcast.
 * @throws {@link ArgumentError} if an index in an array is out of range. One of a tensor yields NaN, of int32 -2147483648.
 * @example
 * await takeAlongAxis(tensor([[1, 2], [3, 4]]), [[1, 0]], 1).array(); // => [[2, 1], [4, 3]]
 */
export function takeAlongAxis(x: TensorLike, indices: TensorLike, axis: number): Tensor {
  const input = toTensor('takeAlongAxis', x);
  const at = resolveAxis('takeAlongAxis', axis, input.ndim);
  return scoped(() => {
    const places = toIndices('takeAlongAxis', indices, input.shape[at]!, input);
    if (places.ndim !== input.ndim) {
      throw new ShapeError('takeAlongAxis', {
        expected: `indices with ${input.ndim} axes`,
        received: describeShape(places.shape),
        where: `x has shape ${describeShape(input.shape)}`,
      });
    }
    const common = broadcastShapes('takeAlongAxis', input.shape.with(at, 1), places.shape.with(at, 1));
    const stretched = broadcastTo(input, common.with(at, input.shape[at]!));
    return gather(stretched, at, broadcastTo(places, common.with(at, places.shape[at]!)));
  });
}

/** The part of the source that the indices cover, flat. */
function covered(source: Tensor, indices: Tensor): Tensor {
  const box = { start: indices.shape.map(() => 0), size: indices.shape, step: indices.shape.map(() => 1) };
  return reshape(sliceBox(source, box), [indices.size]);
}

/**
 * Values added to elements of an axis, one for each index; where an index repeats, all are added.
 *
 *     y = x,  y[i][indices[i][j][k]][k] += source[i][j][k]        for axis 1
 *
 * Shape: x `[...]`, indices of the same rank, source no smaller than the indices → x's shape.
 * @throws {@link ShapeError} if the axis isn't there or the shapes don't agree.
 * @throws {@link ArgumentError} if an index in an array is out of range. One of a tensor is left out.
 * @example
 * await scatterAdd(tensor([1, 2, 3]), 0, [0, 0], tensor([10, 20])).data(); // => [31, 2, 3]
 */
export function scatterAdd(x: TensorLike, axis: number, indices: TensorLike, source: TensorLike): Tensor {
  const input = toTensor('scatterAdd', x);
  const at = resolveAxis('scatterAdd', axis, input.ndim);
  return scoped(() => {
    const places = toIndices('scatterAdd', indices, input.shape[at]!, input);
    const updates = cast(toTensor('scatterAdd', source, input), input.dtype);
    checkCovered('scatterAdd', places, at, input.shape, updates.shape);
    const flat = placesAlong(places, input.shape, at);
    return add(input, reshape(scatterRows(covered(updates, places), flat, 0, input.size), input.shape));
  });
}

/** Sums divided by how many they are of; those of one int32 stay exact. */
function meanOf(sums: Tensor, counts: Tensor): Tensor {
  const mean = div(sums, maximum(counts, 1));
  return sums.dtype === 'int32' ? where(greater(counts, 1), cast(mean, 'int32'), sums) : mean;
}

/**
 * Elements of an axis replaced, one for each index; where an index repeats, the element becomes the mean of its values.
 *
 *     y = x,  y[i][indices[i][j][k]][k] = source[i][j][k]        for axis 1
 *
 * Shape: x `[...]`, indices of the same rank, source a number or no smaller than the indices → x's shape.
 * @throws {@link ShapeError} if the axis isn't there or the shapes don't agree.
 * @throws {@link ArgumentError} if an index in an array is out of range. One of a tensor is left out.
 * @example
 * await scatter(tensor([1, 2, 3]), 0, [2, 0], tensor([10, 20])).data(); // => [20, 2, 10]
 * await scatter(zeros([2, 3]), 1, [[2], [0]], 1).array(); // => [[0, 0, 1], [1, 0, 0]]
 */
export function scatter(x: TensorLike, axis: number, indices: TensorLike, source: TensorLike): Tensor {
  const input = toTensor('scatter', x);
  const at = resolveAxis('scatter', axis, input.ndim);
  return scoped(() => {
    const places = toIndices('scatter', indices, input.shape[at]!, input);
    const isNumber = typeof source === 'number' || (isTensor(source) && source.ndim === 0);
    const given = toTensor('scatter', source, input);
    const updates = cast(given, input.dtype === 'float32' ? 'float32' : 'int32');
    checkCovered('scatter', places, at, input.shape, isNumber ? undefined : updates.shape);
    const flat = placesAlong(places, input.shape, at);
    const onPlaces = (x: Tensor): Tensor => reshape(scatterRows(x, flat, 0, input.size), input.shape);
    const hits = onPlaces(reshape(onesLike(places), [places.size]));
    const values = isNumber ? updates : meanOf(onPlaces(covered(updates, places)), hits);
    return where(greater(hits, 0), cast(values, input.dtype), input);
  });
}
