import {
  ArgumentError,
  broadcastShapes,
  checkOptions,
  type OptionTable,
  resolveAxis,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';

/** Settings of {@link cosineSimilarity}. */
export interface CosineSimilarityFunctionOptions {
  /** The axis that holds the vectors' elements, default the last. */
  readonly axis?: number;
  /** The smallest divisor, above 0. Default 1e-8. */
  readonly eps?: number;
}

const cosineSimilarityOptions: OptionTable<CosineSimilarityFunctionOptions> = { axis: -1, eps: 1e-8 };

/**
 * Cosine of the angle between vectors.
 *
 *     y = Σ_i a_i b_i / (max(‖a‖, eps) · max(‖b‖, eps))
 *
 * Shape: a, b broadcast → their common shape without the axis, float32.
 * @param options - `axis` (default the last), `eps` (default 1e-8).
 * @throws {@link ShapeError} if the shapes don't broadcast or the axis isn't there.
 * @throws {@link ArgumentError} unless eps > 0.
 * @example
 * await cosineSimilarity(tensor([1, 0]), tensor([1, 1])).item(); // => 0.7071
 */
export function cosineSimilarity(
  a: TensorLike,
  b: TensorLike,
  options: CosineSimilarityFunctionOptions = {},
): Tensor {
  const { axis = -1, eps = 1e-8 } = checkOptions('cosineSimilarity', options, cosineSimilarityOptions);
  if (!(eps > 0)) throw new ArgumentError('cosineSimilarity', { expected: 'eps > 0', received: eps });
  return scoped(() => {
    const left = cast(toTensor('cosineSimilarity', a), 'float32');
    const right = cast(toTensor('cosineSimilarity', b, left), 'float32');
    const shape = broadcastShapes('cosineSimilarity', left.shape, right.shape);
    const along = resolveAxis('cosineSimilarity', axis, shape.length);
    const unit = (x: Tensor): Tensor => {
      const vectors = x.broadcastTo(shape);
      return vectors.div(vectors.norm({ axis: along, keepDims: true }).clamp({ min: eps }));
    };
    return unit(left).mul(unit(right)).sum({ axis: along });
  });
}
