import { checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator } from '@neurona/tensor';
import { drawNormals, drawUniforms } from '../draw-numbers.js';
import { hostArray } from '../host-array.js';
import { TabularDataset } from '../tables/tabular-dataset.js';
import { checkExamples, checkNoise } from './points-dataset.js';
import type { MadeOptions } from './synthetic-options.js';

/** Settings of {@link noisySine}. */
export interface NoisySineOptions extends Omit<MadeOptions, 'noise' | 'shuffle'> {
  /** Standard deviation of the noise on y, default 0.1. */
  readonly noise?: number;
  /** Range of x, default [-π, π]. */
  readonly range?: readonly [number, number];
  /** Oscillations on a stretch of 2π, default 1. */
  readonly frequency?: number;
}

const noisySineOptions: OptionTable<NoisySineOptions> = {
  noise: 0.1,
  range: undefined,
  frequency: 1,
  rng: undefined,
};

/**
 * A sine with noise, for regression.
 *
 *     y = sin(frequency · x) + noise · z        z ~ N(0, 1)
 *
 * Fields: x float32 `[1]`, y float32 `[1]`.
 * @param count - Number of examples.
 * @throws {@link ArgumentError} if `count` or `noise` is out of range.
 * @example
 * const [x, y] = noisySine(100, { noise: 0, rng: new Generator(7) }).get(0);
 * Math.abs(y.values[0] - Math.sin(x.values[0])) < 1e-6; // => true
 */
export function noisySine(count: number, options: NoisySineOptions = {}): TabularDataset {
  const {
    noise = 0.1,
    frequency = 1,
    rng = defaultGenerator(),
  } = checkOptions('noisySine', options, noisySineOptions);
  const [low, high] = options.range ?? [-Math.PI, Math.PI];
  checkExamples('noisySine', count);
  checkNoise('noisySine', noise);
  const xs = drawUniforms(count, rng).map((share) => low + (high - low) * share);
  const deviations = drawNormals(count, rng);
  const ys = xs.map((x, i) => Math.sin(frequency * x) + noise * deviations[i]!);
  const fields = [xs, ys].map((values) => hostArray(Float32Array.from(values), [count, 1]));
  return new TabularDataset(fields, { featureNames: ['x'] });
}
