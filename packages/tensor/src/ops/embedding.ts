import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { type TensorLike, toTensor } from '../convert.js';
import { scoped } from '../memory/scope.js';
import type { Tensor } from '../tensor.js';
import { equal } from './binary.js';
import { gatherRows } from './index-select.js';
import { toIndices } from './indices.js';
import { reshape } from './reshape.js';
import { where } from './where.js';

/** Settings of {@link embedding}. */
export interface EmbeddingOptions {
  /** A row that gets no gradient, because it stands for no word at all; none by default. Negative ones count from the end. */
  readonly paddingIndex?: number;
}

/**
 * A row of a table for each index.
 *
 *     y[..., e] = weight[indices[...], e]
 *
 * Shape: indices `[...]`, weight `[V, E]` → `[..., E]`
 * @param indices - Whole numbers; those in an array are checked, those in a tensor must be in range.
 * @throws {@link ShapeError} if the weight is no matrix.
 * @throws {@link ArgumentError} if an index in an array, or `paddingIndex`, is out of range.
 * @example
 * await embedding([1, 0], tensor([[1, 2], [3, 4]])).array(); // => [[3, 4], [1, 2]]
 */
export function embedding(indices: TensorLike, weight: TensorLike, options: EmbeddingOptions = {}): Tensor {
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
    if (paddingIndex === undefined || !rows.requiresGrad) return reshape(rows, shape);
    const isPadding = equal(
      reshape(flat, [flat.size, 1]),
      paddingIndex < 0 ? paddingIndex + vocabSize : paddingIndex,
    );
    return reshape(where(isPadding, rows.detach(), rows), shape);
  });
}
