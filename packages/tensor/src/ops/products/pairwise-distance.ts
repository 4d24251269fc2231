import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';

/** Settings of {@link pairwiseDistance}. */
export interface PairwiseDistanceFunctionOptions {
  /** Order of the norm, any number or ±Infinity. Default 2. */
  readonly p?: number;
  /** Added to each difference, so that the distance of equal vectors has a gradient. Default 1e-6. */
  readonly eps?: number;
  /** Whether the last axis stays, with size 1. Default false. */
  readonly keepDims?: boolean;
}

const pairwiseDistanceOptions: OptionTable<PairwiseDistanceFunctionOptions> = {
  p: 2,
  eps: 1e-6,
  keepDims: false,
};

/**
 * Distance between vectors, pair by pair.
 *
 *     y = (Σ_i |a_i - b_i + eps|ᵖ)^(1/p)
 *
 * Shape: a, b `[..., D]`, broadcast → `[...]`, or `[..., 1]` with `keepDims`.
 * @param options - `p` (default 2), `eps` (default 1e-6), `keepDims` (default false).
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @throws {@link ArgumentError} if p is no number.
 * @example
 * await pairwiseDistance(tensor([[0, 0]]), tensor([[3, 4]])).data(); // => [5]
 */
export function pairwiseDistance(
  a: TensorLike,
  b: TensorLike,
  options: PairwiseDistanceFunctionOptions = {},
): Tensor {
  const {
    p = 2,
    eps = 1e-6,
    keepDims = false,
  } = checkOptions('pairwiseDistance', options, pairwiseDistanceOptions);
  if (Number.isNaN(p)) {
    throw new ArgumentError('pairwiseDistance', { expected: 'p to be a number', received: p });
  }
  return scoped(() => {
    const left = cast(toTensor('pairwiseDistance', a), 'float32');
    return left.sub(b).add(eps).norm({ p, axis: -1, keepDims });
  });
}
