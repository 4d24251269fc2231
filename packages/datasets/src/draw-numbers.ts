// internal: random numbers in JavaScript's memory
import { philox } from '@neurona/backend';
import { checkGenerator, defaultGenerator, Generator } from '@neurona/tensor';

/** Uniform random numbers in [0, 1), on the host. */
export function drawUniforms(count: number, rng: Generator = defaultGenerator()): Float64Array {
  const { seed, offset } = checkGenerator('drawing', rng).take(2 * count);
  const words = philox(seed, offset, 2 * count);
  // two words a number: 53 bits, so that the last of many examples isn't cut off by rounding
  return Float64Array.from(
    { length: count },
    (_, i) => ((words[2 * i]! >>> 5) * 2 ** 26 + (words[2 * i + 1]! >>> 6)) / 2 ** 53,
  );
}

/** Uniform random integers from 0 to n - 1. */
export const drawIndices = (n: number, count: number, rng?: Generator): Int32Array =>
  Int32Array.from(drawUniforms(count, rng), (u) => Math.floor(u * n));

/** Numbers of the standard normal distribution, by Box and Muller's method. */
export function drawNormals(count: number, rng: Generator = defaultGenerator()): Float64Array {
  const pairs = Math.ceil(count / 2);
  const uniform = drawUniforms(2 * pairs, rng);
  const values = new Float64Array(2 * pairs);
  for (let i = 0; i < 2 * pairs; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform[i]!));
    const angle = 2 * Math.PI * uniform[i + 1]!;
    values[i] = radius * Math.cos(angle);
    values[i + 1] = radius * Math.sin(angle);
  }
  return values.subarray(0, count);
}

/** A number of a stretch, each as likely; the same that `rand` would draw on a device. */
export function drawUniform(rng: Generator, low = 0, high = 1): number {
  const { seed, offset } = rng.take(1);
  const share = (philox(seed, offset, 1)[0]! >>> 8) * 2 ** -24;
  return low + share * (high - low);
}

/** A number of an interval; its one number where it has no width, which draws nothing less. */
export const drawFrom = (rng: Generator, [low, high]: readonly [low: number, high: number]): number =>
  drawUniform(rng, low, high);

/** An integer from `low` to `high`, both included. */
export function drawWhole(rng: Generator, low: number, high: number): number {
  const { seed, offset } = rng.take(1);
  return low + Math.floor(((philox(seed, offset, 1)[0]! >>> 0) / 2 ** 32) * (high - low + 1));
}

/** True with a probability. */
export const drawChance = (rng: Generator, probability: number): boolean => drawUniform(rng) < probability;

/** A stream of its own, for as many numbers as it takes. */
export function drawGenerator(rng: Generator): Generator {
  const { seed, offset } = rng.take(1);
  const [low = 0, high = 0] = philox(seed, offset, 2);
  return new Generator((low >>> 0) + (high >>> 11) * 2 ** 32);
}
