import { ArgumentError, checkOptions, type OptionTable, ShapeError } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { avgPool1d } from '../pool/pool1d.js';
import { pad } from '../shape/pad.js';
import { floatInput } from './affine-operands.js';

/** Settings of {@link localResponseNorm}. */
export interface LocalResponseNormFunctionOptions {
  /** Weight of the mean square of the neighbours, default 1e-4. */
  readonly alpha?: number;
  /** The power of the divisor, default 0.75. */
  readonly beta?: number;
  /** Added to the mean square, default 1. */
  readonly k?: number;
}

const localResponseNormOptions: OptionTable<LocalResponseNormFunctionOptions> = {
  alpha: 1e-4,
  beta: 0.75,
  k: 1,
};

/**
 * Divides each channel by a power of the mean square of its neighbouring channels.
 *
 *     y_c = x_c / (k + alpha / size · Σ_j x_j²)^beta        j from c - ⌊size / 2⌋ on, `size` channels
 *
 * Shape: x `[..., C]` → same shape.
 * @param size - Number of neighbouring channels, its own included; beyond the ends there are zeros.
 * @param options - `alpha` (1e-4), `beta` (0.75), `k` (1).
 * @throws {@link ArgumentError} if the size is not an integer of at least 1; {@link ShapeError} if x is a scalar.
 * @example
 * await localResponseNorm(tensor([1, 2]), 1, { alpha: 1, beta: 1 }).data(); // => [0.5, 0.4]
 * @see Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012
 */
export function localResponseNorm(
  x: TensorLike,
  size: number,
  options: LocalResponseNormFunctionOptions = {},
): Tensor {
  const {
    alpha = 1e-4,
    beta = 0.75,
    k = 1,
  } = checkOptions('localResponseNorm', options, localResponseNormOptions);
  const input = floatInput('localResponseNorm', x);
  if (!Number.isInteger(size) || size < 1) {
    throw new ArgumentError('localResponseNorm', {
      expected: 'a size that is an integer of at least 1',
      received: size,
    });
  }
  if (input.ndim === 0) {
    throw new ShapeError('localResponseNorm', { expected: 'x [..., C]', received: 'a scalar' });
  }
  return scoped(() => {
    const channels = input.shape.at(-1)!;
    const squares = input.square().reshape([channels === 0 ? 0 : input.size / channels, channels, 1]);
    const before = Math.floor(size / 2);
    const around = pad(squares, [
      [0, 0],
      [before, size - 1 - before],
      [0, 0],
    ]);
    const means = avgPool1d(around, size, { stride: 1 }).reshape(input.shape);
    return input.div(means.mul(alpha).add(k).pow(beta));
  });
}
