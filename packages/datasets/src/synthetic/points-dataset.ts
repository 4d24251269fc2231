// internal: points of a plane or space as a data set
import { ArgumentError } from '@neurona/backend';
import { type Generator, permutationArray } from '@neurona/tensor';
import { drawNormals } from '../draw-numbers.js';
import { hostArray } from '../host-array.js';
import { TabularDataset } from '../tables/tabular-dataset.js';

/** Points of a plane or space, with a target each. */
export interface Points {
  readonly points: readonly (readonly number[])[];
  readonly targets: readonly number[];
}

/** Settings of {@link pointsDataset}. */
export interface PointsOptions {
  readonly featureNames?: readonly string[];
  /** Names of classes; without any the targets are numbers. */
  readonly classNames?: readonly string[];
  /** Standard deviation of the noise that each coordinate gets. */
  readonly noise?: number;
  readonly shuffle?: boolean;
  readonly rng: Generator;
}

/** Points as a data set: shuffled, and with noise. Classes are int32 `[N]`, numbers float32 `[N, 1]`. */
export function pointsDataset({ points, targets }: Points, options: PointsOptions): TabularDataset {
  const { noise = 0, shuffle = false, rng, classNames } = options;
  const count = points.length;
  const width = points[0]!.length;
  const order = shuffle ? permutationArray(count, rng) : Int32Array.from({ length: count }, (_, i) => i);
  const values = Float64Array.from(
    { length: count * width },
    (_, i) => points[order[Math.floor(i / width)]!]![i % width]!,
  );
  if (noise > 0)
    for (const [i, deviation] of drawNormals(count * width, rng).entries()) values[i]! += noise * deviation;
  const sorted = Array.from(order, (i) => targets[i]!);
  const target = classNames
    ? hostArray(Int32Array.from(sorted))
    : hostArray(Float32Array.from(sorted), [count, 1]);
  const featureNames = options.featureNames ?? ['x1', 'x2', 'x3'].slice(0, width);
  const fields = [hostArray(Float32Array.from(values), [count, width]), target];
  return new TabularDataset(fields, { featureNames, ...(classNames && { classNames }) });
}

/** Numbers from `low` to `high`, both included, evenly spaced. */
export const evenly = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (count === 1 ? low : low + ((high - low) * i) / (count - 1)));

/** A number of examples. */
export function checkExamples(subject: string, count: number, least = 1): void {
  if (Number.isInteger(count) && count >= least) return;
  throw new ArgumentError(subject, {
    expected: `an integer of at least ${least} examples`,
    received: count,
  });
}

/** A standard deviation. */
export function checkNoise(subject: string, noise: number, name = 'noise'): void {
  if (noise >= 0 && Number.isFinite(noise)) return;
  throw new ArgumentError(subject, { expected: `${name} to be a number of at least 0`, received: noise });
}
