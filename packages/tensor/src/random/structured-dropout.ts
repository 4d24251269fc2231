import {
  ArgumentError,
  checkOptions,
  checkProbability,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../convert.js';
import { scoped } from '../memory/scope.js';
import { cast } from '../ops/elementwise/cast.js';
import type { Tensor } from '../tensor.js';
import type { RandomOptions } from './draw.js';
import { normal } from './normal.js';
import { rand } from './uniform.js';

type Draw = Pick<RandomOptions, 'rng'>;

const drawOptions: OptionTable<Draw> = { rng: undefined };

/**
 * Zeroes whole channels with a probability and scales up the rest, so that the mean stays: neighbouring pixels, being alike, would
 * make up for each other.
 *
 *     y[n, ..., c] = x[n, ..., c] · [u_nc ≥ p] / (1 - p)        u_nc ~ U(0, 1)
 *
 * Shape: x `[N, ..., C]` → same shape.
 * @throws {@link ArgumentError} if the probability is not in [0, 1]; {@link ShapeError} if x has fewer than two axes.
 * @example
 * await spatialDropout(ones([1, 2, 1]), 0).data(); // => [1, 1]
 * @see Tompson et al., "Efficient Object Localization Using Convolutional Networks", 2014, arXiv:1411.4280
 */
export function spatialDropout(x: TensorLike, probability: number, options: Draw = {}): Tensor {
  checkOptions('spatialDropout', options, drawOptions);
  checkProbability('spatialDropout', probability);
  const input = cast(toTensor('spatialDropout', x), 'float32');
  if (input.ndim < 2) {
    throw new ShapeError('spatialDropout', {
      expected: 'x [N, ..., C]',
      received: describeShape(input.shape),
    });
  }
  if (probability === 0) return input;
  if (probability === 1) return input.mul(0);
  return scoped(() => {
    const shape = input.shape.map((size, axis) => (axis === 0 || axis === input.ndim - 1 ? size : 1));
    const kept = rand(shape, { ...options, backend: input.backend }).greaterEqual(probability);
    return input.mul(kept.cast('float32').mul(1 / (1 - probability)));
  });
}

const saturation = -1.7580993408473766; // of SELU, for very negative numbers

/**
 * Sets values to SELU's limit for very negative numbers, with a probability, and keeps mean 0 and variance 1.
 *
 *     y = a (x m + α' (1 - m)) + b        m_i = [u_i ≥ p], α' = -1.758, a = 1 / √((1 - p) (1 + p α'²)), b = -a p α'
 *
 * Shape: x `[...]` → same shape.
 * @throws {@link ArgumentError} if the probability is not in [0, 1).
 * @example
 * await alphaDropout(tensor([1, 2]), 0).data(); // => [1, 2]
 * @see Klambauer et al., "Self-Normalizing Neural Networks", 2017, arXiv:1706.02515
 */
export function alphaDropout(x: TensorLike, probability: number, options: Draw = {}): Tensor {
  checkOptions('alphaDropout', options, drawOptions);
  checkProbability('alphaDropout', probability, false);
  const input = cast(toTensor('alphaDropout', x), 'float32');
  if (probability === 0) return input;
  return scoped(() => {
    const kept = rand(input.shape, { ...options, backend: input.backend }).greaterEqual(probability);
    const scale = 1 / Math.sqrt((1 - probability) * (1 + probability * saturation ** 2));
    return kept
      .where(input, saturation)
      .mul(scale)
      .add(-scale * probability * saturation);
  });
}

/**
 * Multiplies each value by a normal number of mean 1, whose spread is that of dropout.
 *
 *     y_i = x_i · z_i        z_i ~ N(1, p / (1 - p))
 *
 * Shape: x `[...]` → same shape.
 * @throws {@link ArgumentError} if the probability is not in [0, 1).
 * @example
 * await gaussianDropout(tensor([1, 2]), 0).data(); // => [1, 2]
 * @see Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014
 */
export function gaussianDropout(x: TensorLike, probability: number, options: Draw = {}): Tensor {
  checkOptions('gaussianDropout', options, drawOptions);
  checkProbability('gaussianDropout', probability, false);
  const input = cast(toTensor('gaussianDropout', x), 'float32');
  if (probability === 0) return input;
  return scoped(() => {
    const std = Math.sqrt(probability / (1 - probability));
    return input.mul(normal(input.shape, { ...options, mean: 1, std, backend: input.backend }));
  });
}
