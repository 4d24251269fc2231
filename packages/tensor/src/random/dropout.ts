import {
  ArgumentError,
  type AttentionDropout,
  type Backend,
  checkOptions,
  checkProbability,
  type OptionTable,
  type Shape,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../convert.js';
import { finish } from '../create.js';
import { scoped } from '../memory/scope.js';
import { cast } from '../ops/elementwise/cast.js';
import type { Tensor } from '../tensor.js';
import type { RandomOptions } from './draw.js';
import { rand } from './uniform.js';

const dropoutOptions: OptionTable<Pick<RandomOptions, 'rng'>> = { rng: undefined };

/**
 * Zeroes each value with a probability and scales up the rest, so that the mean stays.
 *
 *     y_i = x_i · [u_i ≥ p] / (1 - p)        u_i ~ U(0, 1)
 *
 * Shape: x `[...]` → same shape.
 * @throws {@link ArgumentError} if the probability is not in [0, 1].
 * @example
 * await dropout(tensor([1, 2]), 0).data(); // => [1, 2]
 * @see Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014
 */
export function dropout(
  x: TensorLike,
  probability: number,
  options: Pick<RandomOptions, 'rng'> = {},
): Tensor {
  checkOptions('dropout', options, dropoutOptions);
  checkProbability('dropout', probability);
  const input = cast(toTensor('dropout', x), 'float32');
  if (probability === 0) return input;
  if (probability === 1) return input.mul(0);
  return scoped(() => {
    const kept = rand(input.shape, { ...options, backend: input.backend }).greaterEqual(probability);
    return input.mul(kept.cast('float32').mul(1 / (1 - probability)));
  });
}

/** @internal Factors of values `[...]` whose dropout draws from a position: 0, or 1 / (1 - p). */
export const dropoutFactors = (
  shape: Shape,
  { probability, ...position }: AttentionDropout,
  backend: Backend,
): Tensor =>
  scoped(() => {
    const draws = finish(backend, backend.kernels.random('uniform', shape, position), {});
    return draws
      .greaterEqual(probability)
      .cast('float32')
      .mul(1 / (1 - probability));
  });
