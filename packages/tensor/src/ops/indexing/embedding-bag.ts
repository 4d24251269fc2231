import {
  ArgumentError,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { ones, zeros } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { equal } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { where } from '../elementwise/where.js';
import { cumsum } from '../reduce/cumulate.js';
import { maxWithIndex } from '../reduce/extremes.js';
import { embedding } from './embedding.js';
import { scatterRows } from './index-select.js';
import { toIndices } from './indices.js';

/** How the rows of a bag are combined. */
export type EmbeddingBagMode = 'sum' | 'mean' | 'max';

/** Settings of {@link embeddingBag}. */
export interface EmbeddingBagFunctionOptions {
  /** Where each bag begins in a list of indices: int32 `[N]`, the first 0, never falling. Needed for indices with one axis. */
  readonly offsets?: TensorLike | undefined;
  /** Default `'mean'`. */
  readonly mode?: EmbeddingBagMode | undefined;
  /** Index of a row that is left out, such as padding; none by default. Negative ones count from the end. */
  readonly paddingIndex?: number | undefined;
  /** Whether the gradient of a row is divided by the number of its look-ups in the batch, default false. */
  readonly scaleGradByFrequency?: boolean | undefined;
  /** A factor for each index, of their shape, by which its row is multiplied; for `'sum'` alone. Default ones. */
  readonly factors?: TensorLike | undefined;
}

const embeddingBagOptions: OptionTable<EmbeddingBagFunctionOptions> = {
  offsets: undefined,
  mode: 'mean',
  paddingIndex: 1,
  scaleGradByFrequency: false,
  factors: undefined,
};

/**
 * Sum, mean or largest value of the rows of a table, bag by bag; an empty bag yields zeros.
 *
 *     y[n, e] = Σ over the indices i of bag n of weight[i, e]        or their mean, or the largest
 *
 * Shape: indices `[N, L]`, or `[M]` with offsets `[N]`; weight `[V, E]` → `[N, E]`
 * @param indices - Integers; those in an array are checked, one of a tensor that is out of range
 * yields NaN.
 * @param options - `offsets`, `mode` ('mean'), `paddingIndex` (none), `scaleGradByFrequency` (false), `factors` (ones).
 * @throws {@link ShapeError} if the shapes don't fit.
 * @throws {@link ArgumentError} if the mode is unknown, or offsets are missing or too many, or factors come with another mode
 * than `'sum'`.
 * @example
 * await embeddingBag([[0, 1]], tensor([[1, 2], [3, 4]])).array(); // => [[2, 3]]
 */
export function embeddingBag(
  indices: TensorLike,
  weight: TensorLike,
  options: EmbeddingBagFunctionOptions = {},
): Tensor {
  const {
    mode = 'mean',
    offsets,
    paddingIndex,
    scaleGradByFrequency = false,
    factors,
  } = checkOptions('embeddingBag', options, embeddingBagOptions);
  if (mode !== 'sum' && mode !== 'mean' && mode !== 'max') {
    throw new ArgumentError('embeddingBag', { expected: "mode 'sum', 'mean' or 'max'", received: mode });
  }
  if (factors !== undefined && mode !== 'sum') {
    throw new ArgumentError('embeddingBag', {
      expected: "factors with mode 'sum' alone",
      received: `mode '${mode}'`,
    });
  }
  return scoped(() => {
    const table = toTensor('embeddingBag', weight);
    if (table.ndim !== 2) throw wrongWeight(table.shape);
    const [vocabSize] = table.shape as [number, number];
    const tokens = toIndices('embeddingBag', indices, vocabSize, table);
    checkBags(tokens, offsets);
    const flat = tokens.reshape([tokens.size]); // [M]
    const found = embedding(flat, table, { scaleGradByFrequency }); // [M, E]
    const rows = factors === undefined ? found : found.mul(factorOf(factors, tokens)); // [M, E]
    const [count, bags] = offsets === undefined ? evenBags(tokens) : bagsFrom(offsets, tokens);
    const counted = countedRows(flat, vocabSize, paddingIndex); // [M]
    if (mode === 'max') return largest(rows, bags, count, counted);
    const kept = counted ? where(counted.reshape([flat.size, 1]), rows, 0) : rows;
    const sums = scatterRows(kept, bags, 0, count); // [N, E]
    if (mode === 'sum') return sums;
    const numbers = counted ? cast(counted, 'float32') : ones([flat.size], { backend: table.backend });
    const sizes = scatterRows(numbers, bags, 0, count).clamp({ min: 1 }); // [N]
    return sums.div(sizes.reshape([count, 1]));
  });
}

const wrongWeight = (shape: Shape): ShapeError =>
  new ShapeError('embeddingBag', {
    expected: 'a weight of shape [V, E]',
    received: describeShape(shape),
  });

function checkBags(indices: Tensor, offsets: TensorLike | undefined): void {
  if (indices.ndim === (offsets === undefined ? 2 : 1)) return;
  throw new ShapeError('embeddingBag', {
    expected: 'indices [N, L] without offsets, or [M] with offsets',
    received: `${describeShape(indices.shape)} ${offsets === undefined ? 'without' : 'with'} offsets`,
  });
}

/** The factors as a column `[M, 1]`. */
function factorOf(factors: TensorLike, indices: Tensor): Tensor {
  const given = toTensor('embeddingBag', factors, undefined, indices);
  if (sameShape(given.shape, indices.shape)) return given.reshape([indices.size, 1]);
  throw new ShapeError('embeddingBag', {
    expected: `factors of the indices' shape ${describeShape(indices.shape)}`,
    received: describeShape(given.shape),
  });
}

type Bags = readonly [count: number, bags: Tensor];

/** The bag of each index, where all bags have one size. */
function evenBags(indices: Tensor): Bags {
  const [count, length] = indices.shape as [number, number];
  const bags = Int32Array.from({ length: indices.size }, (_, i) => Math.floor(i / length));
  return [count, toIndices('embeddingBag', bags, Math.max(1, count), indices)];
}

/** The bag of each index: how many bags have begun, less one. */
function bagsFrom(offsets: TensorLike, indices: Tensor): Bags {
  const { size, backend } = indices;
  const starts = toIndices('embeddingBag', offsets, size + 1, indices); // [N]
  if (starts.ndim !== 1) {
    throw new ShapeError('embeddingBag', {
      expected: 'offsets [N]',
      received: describeShape(starts.shape),
    });
  }
  const begun = scatterRows(ones([starts.size], { backend }), starts, 0, size + 1); // [M + 1]
  const bags = cumsum(begun, { axis: 0 }).sub(1).narrow(0, 0, size);
  return [starts.size, cast(bags, 'int32')];
}

/** Which indices count; undefined where all do. */
function countedRows(
  indices: Tensor,
  vocabSize: number,
  paddingIndex: number | undefined,
): Tensor | undefined {
  if (paddingIndex === undefined) return undefined;
  return indices.notEqual(paddingIndex < 0 ? paddingIndex + vocabSize : paddingIndex);
}

/** The largest value of each bag, 0 where it is empty; the gradient goes to the first of the largest. */
function largest(rows: Tensor, bags: Tensor, count: number, counted: Tensor | undefined): Tensor {
  const [size, embedDim] = rows.shape as [number, number];
  if (size === 0) return zeros([count, embedDim], { backend: rows.backend });
  const numbers = bags.reshape([1, size, 1]);
  const own = Array.from({ length: count }, (_, n) => n);
  const isInBag = equal(numbers, toIndices('embeddingBag', own, count, rows).reshape([count, 1, 1]));
  const isSeen = counted ? isInBag.logicalAnd(counted.reshape([1, size, 1])) : isInBag; // [N, M, 1]
  const { values } = maxWithIndex(where(isSeen, rows, -Infinity), { axis: 1 }); // [N, E]
  return where(isSeen.any({ axis: 1 }), values, 0);
}
