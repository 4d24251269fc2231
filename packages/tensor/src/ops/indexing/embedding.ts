import { ArgumentError, checkOptions, describeShape, type OptionTable, ShapeError } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { ones } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { equal } from '../elementwise/binary.js';
import { where } from '../elementwise/where.js';
import { reshape } from '../shape/reshape.js';
import { gatherRows, scatterRows } from './index-select.js';
import { toIndices } from './indices.js';

/** Settings of {@link embedding}. */
export interface EmbeddingFunctionOptions {
  /** Index of a row without gradient, such as padding; none by default. Negative ones count from the end. */
  readonly paddingIndex?: number | undefined;
  /** Whether the gradient of a row is divided by the number of its look-ups in the batch, default false. */
  readonly scaleGradByFrequency?: boolean | undefined;
}

const embeddingOptions: OptionTable<EmbeddingFunctionOptions> = {
  paddingIndex: 1,
  scaleGradByFrequency: false,
};

/**
 * A row of a table for each index.
 *
 *     y[..., e] = weight[indices[...], e]
 *
 * Shape: indices `[...]`, weight `[V, E]` → `[..., E]`
 * @param indices - Integers; those in an array are checked, one of a tensor that is out of range
 * yields NaN.
 * @throws {@link ShapeError} if the weight is no matrix.
 * @throws {@link ArgumentError} if an index in an array, or `paddingIndex`, is out of range.
 * @example
 * await embedding([1, 0], tensor([[1, 2], [3, 4]])).array(); // => [[3, 4], [1, 2]]
 */
export function embedding(
  indices: TensorLike,
  weight: TensorLike,
  options: EmbeddingFunctionOptions = {},
): Tensor {
  checkOptions('embedding', options, embeddingOptions);
  const table = toTensor('embedding', weight);
  if (table.ndim !== 2) {
    throw new ShapeError('embedding', {
      expected: 'a weight of shape [V, E]',
      received: describeShape(table.shape),
    });
  }
  const [vocabSize, embedDim] = table.shape as [number, number];
  const { paddingIndex } = options;
  if (paddingIndex !== undefined && !(paddingIndex >= -vocabSize && paddingIndex < vocabSize)) {
    throw new ArgumentError('embedding', {
      expected: `a paddingIndex from ${-vocabSize} to ${vocabSize - 1}`,
      received: paddingIndex,
    });
  }
  return scoped(() => {
    const tokens = toIndices('embedding', indices, vocabSize, table);
    const flat = reshape(tokens, [tokens.size]);
    const rows = gatherRows(table, flat, 0); // [tokens, E]
    const shape = [...tokens.shape, embedDim];
    if (!rows.requiresGrad) return reshape(rows, shape);
    const padding = paddingIndex !== undefined && paddingIndex < 0 ? paddingIndex + vocabSize : paddingIndex;
    const scaled = options.scaleGradByFrequency ? byFrequency(rows, flat, vocabSize) : rows;
    if (padding === undefined) return reshape(scaled, shape);
    const isPadding = equal(reshape(flat, [flat.size, 1]), padding);
    return reshape(where(isPadding, rows.detach(), scaled), shape);
  });
}

/** The same rows, whose gradients are divided by their frequency. */
function byFrequency(rows: Tensor, indices: Tensor, vocabSize: number): Tensor {
  const counts = scatterRows(ones([indices.size], { backend: rows.backend }), indices, 0, vocabSize); // [V]
  const share = reshape(gatherRows(counts, indices, 0), [indices.size, 1]).reciprocal();
  const values = rows.detach();
  return values.add(rows.sub(values).mul(share)); // the difference is 0, its gradient is not
}
