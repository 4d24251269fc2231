import { ArgumentError, checkOptions, type OptionTable, type Shape } from '@neurona/backend';
import { clamp } from '../ops/elementwise/clamp.js';
import { erfinv } from '../ops/elementwise/error-function.js';
import type { Tensor } from '../tensor.js';
import { draw, drawnFloats, type RandomOptions, randomOptions } from './draw.js';

/** Settings of {@link normal}. */
export interface NormalFunctionOptions extends RandomOptions {
  /** Mean, default 0. */
  readonly mean?: number;
  /** Standard deviation, at least 0. Default 1. */
  readonly std?: number;
}

const normalOptions: OptionTable<NormalFunctionOptions> = { ...randomOptions, mean: 0, std: 1 };

/** Settings of {@link truncatedNormal}. */
export interface TruncatedNormalFunctionOptions extends NormalFunctionOptions {
  /** The lower bound, default -2. */
  readonly low?: number;
  /** The upper bound, default 2. */
  readonly high?: number;
}

const truncatedNormalOptions: OptionTable<TruncatedNormalFunctionOptions> = {
  ...normalOptions,
  low: -2,
  high: 2,
};

/**
 * Random numbers of the standard normal distribution (by Box and Muller's method).
 *
 * @param shape - Shape of the result.
 * @param options - `rng`, `requiresGrad`, `backend`.
 * @throws {@link ArgumentError} if the shape is no shape.
 * @example
 * (await randn([1000]).mean().item()) < 0.2; // => true
 */
export const randn = (shape: Shape, options: RandomOptions = {}): Tensor => {
  checkOptions('randn', options, randomOptions);
  return drawnFloats('randn', shape, options, () => draw('randn', 'normal', shape, options));
};

/**
 * Random numbers of a normal distribution.
 *
 *     x = mean + std · z        z ~ N(0, 1)
 *
 * @param shape - Shape of the result.
 * @param options - `mean` (default 0), `std` (default 1), `rng`, `requiresGrad`, `backend`.
 * @throws {@link ArgumentError} unless std ≥ 0.
 * @example
 * await normal([2], { mean: 5, std: 0 }).data(); // => [5, 5]
 */
export function normal(shape: Shape, options: NormalFunctionOptions = {}): Tensor {
  const { mean = 0, std = 1 } = checkOptions('normal', options, normalOptions);
  checkStd('normal', std);
  return drawnFloats('normal', shape, options, () => {
    const z = draw('normal', 'normal', shape, options);
    const scaled = std === 1 ? z : z.mul(std);
    return mean === 0 ? scaled : scaled.add(mean);
  });
}

/**
 * Random numbers of a normal distribution between two bounds, by the inverse of the distribution function.
 *
 *     x = mean + std · √2 erf⁻¹(2p - 1)        p ~ U(Φ((low - mean) / std), Φ((high - mean) / std))
 *
 * @param shape - Shape of the result.
 * @param options - `mean` (default 0), `std` (default 1), `low` (default -2), `high` (default 2), `rng`, `requiresGrad`,
 * `backend`.
 * @throws {@link ArgumentError} unless std > 0 and low < high.
 * @example
 * (await truncatedNormal([1000]).abs().max().item()) <= 2; // => true
 */
export function truncatedNormal(shape: Shape, options: TruncatedNormalFunctionOptions = {}): Tensor {
  const {
    mean = 0,
    std = 1,
    low = -2,
    high = 2,
  } = checkOptions('truncatedNormal', options, truncatedNormalOptions);
  if (!(std > 0)) throw new ArgumentError('truncatedNormal', { expected: 'std > 0', received: std });
  if (!(low < high))
    throw new ArgumentError('truncatedNormal', { expected: 'low < high', received: [low, high] });
  const from = erf((low - mean) / std / Math.SQRT2);
  const to = erf((high - mean) / std / Math.SQRT2);
  return drawnFloats('truncatedNormal', shape, options, () => {
    const u = draw('truncatedNormal', 'uniform', shape, options).add(2 ** -25); // never 0: no -∞
    const z = erfinv(u.mul(to - from).add(from)).mul(Math.SQRT2);
    return clamp(z.mul(std).add(mean), { min: low, max: high });
  });
}

function checkStd(subject: string, std: number): void {
  if (!(std >= 0)) throw new ArgumentError(subject, { expected: 'std ≥ 0', received: std });
}

/** The error function in double precision: a series near 0, a continued fraction beyond. */
function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z > 2.5) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / 2 / (z + fraction);
    return Math.sign(x) * (1 - Math.exp(-z * z) / ((z + fraction) * Math.sqrt(Math.PI)));
  }
  let term = x;
  let sum = x;
  for (let k = 1; k < 60; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
