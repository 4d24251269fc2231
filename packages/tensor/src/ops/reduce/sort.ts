import {
  ArgumentError,
  checkOptions,
  describeShape,
  type OptionTable,
  resolveAxis,
  ShapeError,
} from '@neurona/backend';
import { defineMultiOp, defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { arange, zeros } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { where } from '../elementwise/where.js';
import { sliceAxis } from '../indexing/box.js';
import { moveAxis } from '../shape/permute.js';
import { maxWithIndex, type ValuesWithIndices } from './extremes.js';

/** Elements of a flat tensor by index. */
const takeOp: Op<readonly [Tensor, Tensor], undefined> = defineOp({
  name: 'take',
  forward: (kernels, [x, indices]) => ({ output: kernels.gather(x, indices, 0), saved: [x, indices] }),
  backward: ([x, indices], grad) => [putOp([grad, indices!], x!.size), undefined],
});

/** Elements added to zeros by index. */
const putOp: Op<readonly [Tensor, Tensor], number> = defineOp({
  name: 'put',
  forward: (kernels, [x, indices], size) => ({
    output: kernels.scatterAdd(x, indices, 0, size),
    saved: [indices],
  }),
  backward: ([indices], grad) => [takeOp([grad, indices!], undefined), undefined],
});

interface Ranking {
  readonly k: number;
  readonly largest: boolean;
  /** Size of the last axis. */
  readonly size: number;
}

const topkOp = defineMultiOp<readonly [Tensor], Ranking>({
  name: 'topK',
  forward(kernels, [x], { k, largest }) {
    const { values, indices } = kernels.topK(x, k, largest);
    return { outputs: [values, indices], saved: [indices] };
  },
  // ∂L/∂x is g at the positions where the values came from
  backward([indices], [grad], { k, size }) {
    const { backend, shape } = grad!;
    if (grad!.size === 0) return [zeros([...shape.slice(0, -1), size], { backend })];
    const rows = grad!.size / k;
    const starts = arange(0, rows * size, size, { dtype: 'int32', backend }).reshape([rows, 1]);
    const places = indices!.reshape([rows, k]).add(starts).reshape([-1]);
    return [putOp([grad!.reshape([-1]), places], rows * size).reshape([...shape.slice(0, -1), size])];
  },
});

function rank(x: Tensor, axis: number, k: number, largest: boolean): ValuesWithIndices {
  return scoped(() => {
    const last = moveAxis(x.dtype === 'bool' ? cast(x, 'int32') : x, axis, -1);
    const [values, indices] = topkOp([last], { k, largest, size: last.shape.at(-1)! }) as [Tensor, Tensor];
    return { values: moveAxis(values, -1, axis), indices: moveAxis(indices, -1, axis) };
  });
}

/** Settings of {@link topK}. */
export interface TopKFunctionOptions {
  /** The axis to search, default the last. */
  readonly axis?: number;
  /** Whether to return the largest values, or the smallest. Default true. */
  readonly largest?: boolean;
}

const topKOptions: OptionTable<TopKFunctionOptions> = { axis: -1, largest: true };

/**
 * The k largest (or smallest) values along an axis, in order, with their indices; equals in rising order of index, NaN as largest.
 *
 * Shape: x `[..., C, ...]` → both `[..., k, ...]`.
 * @param k - From 0 to the size of the axis.
 * @param options - `axis` (default the last), `largest` (default true).
 * @throws {@link ShapeError} if the axis isn't there.
 * @throws {@link ArgumentError} if there are not so many.
 * @example
 * const { values, indices } = topK(tensor([1, 5, 3]), 2);
 * await values.data(); // => [5, 3]
 * await indices.data(); // => [1, 2]
 */
export function topK(x: TensorLike, k: number, options: TopKFunctionOptions = {}): ValuesWithIndices {
  const { axis = -1, largest = true } = checkOptions('topK', options, topKOptions);
  const input = toTensor('topK', x);
  const resolved = resolveAxis('topK', axis, input.ndim);
  if (!Number.isInteger(k) || k < 0 || k > input.shape[resolved]!) {
    throw new ArgumentError('topK', {
      expected: `a whole k from 0 to ${input.shape[resolved]}`,
      received: k,
      where: `x has shape ${describeShape(input.shape)}, axis ${resolved}`,
    });
  }
  return rank(input, resolved, k, largest);
}

/** Settings of {@link sort} and {@link argsort}. */
export interface SortFunctionOptions {
  /** The axis to sort along, default the last. */
  readonly axis?: number;
  /** Whether the largest come first, default false. */
  readonly descending?: boolean;
}

const sortOptions: OptionTable<SortFunctionOptions> = { axis: -1, descending: false };

/**
 * The values along an axis in order, and the indices that they had; equals keep their order, NaN as largest.
 *
 * Shape: x `[...]` → both the same shape.
 * @param options - `axis` (default the last), `descending` (default false).
 * @throws {@link ShapeError} if the axis isn't there.
 * @example
 * const { values, indices } = sort(tensor([3, 1, 2]));
 * await values.data(); // => [1, 2, 3]
 * await indices.data(); // => [1, 2, 0]
 */
export function sort(x: TensorLike, options: SortFunctionOptions = {}): ValuesWithIndices {
  return sorted('sort', x, options);
}

function sorted(subject: string, x: TensorLike, options: SortFunctionOptions): ValuesWithIndices {
  const { axis = -1, descending = false } = checkOptions(subject, options, sortOptions);
  const input = toTensor(subject, x);
  const resolved = resolveAxis(subject, axis, input.ndim);
  return rank(input, resolved, input.shape[resolved]!, descending);
}

/**
 * The indices that put the values along an axis in order; equals keep their order, NaN as largest.
 *
 * Shape: x `[...]` → same shape, int32.
 * @param options - `axis` (default the last), `descending` (default false).
 * @throws {@link ShapeError} if the axis isn't there.
 * @example
 * await argsort(tensor([3, 1, 2])).data(); // => [1, 2, 0]
 */
export function argsort(x: TensorLike, options: SortFunctionOptions = {}): Tensor {
  return scoped(() => sorted('argsort', x, options).indices);
}

/** Settings of {@link median}. */
export interface MedianFunctionOptions {
  /** The axis to search, default the last. */
  readonly axis?: number;
  /** Whether the axis stays, with size 1, default false. */
  readonly keepDims?: boolean;
}

const medianOptions: OptionTable<MedianFunctionOptions> = { axis: -1, keepDims: false };

/**
 * The middle value along an axis and its index: the lower one of two, and NaN where there is one. The gradient goes to the index.
 *
 * Shape: x `[..., C, ...]` → both `[..., ...]`.
 * @param options - `axis` (default the last), `keepDims` (default false).
 * @throws {@link ShapeError} if the axis isn't there or is empty.
 * @example
 * const { values, indices } = median(tensor([7, 1, 5, 3]));
 * await values.item(); // => 3
 * await indices.item(); // => 3
 */
export function median(x: TensorLike, options: MedianFunctionOptions = {}): ValuesWithIndices {
  const { axis = -1, keepDims = false } = checkOptions('median', options, medianOptions);
  const input = toTensor('median', x);
  const resolved = resolveAxis('median', axis, input.ndim);
  const size = input.shape[resolved]!;
  if (size === 0) {
    throw new ShapeError('median', { expected: 'an axis of at least one element', received: 'one of none' });
  }
  return scoped(() => {
    const half = Math.ceil(size / 2);
    const { values, indices } = rank(input, resolved, half, false);
    const largest = maxWithIndex(input, { axis: resolved, keepDims: true }); // NaN where there is one
    const hasNaN = largest.values.isNaN();
    const middle = (ranked: Tensor, ofNaN: Tensor): Tensor => {
      const kept = where(hasNaN, ofNaN, sliceAxis(ranked, resolved, half - 1, 1));
      return keepDims ? kept : kept.reshape(input.shape.filter((_, i) => i !== resolved));
    };
    return { values: middle(values, largest.values), indices: middle(indices, largest.indices) };
  });
}
