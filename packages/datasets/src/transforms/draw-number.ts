// internal: single random numbers in JavaScript's memory
import { philox } from '@neurona/backend';
import { Generator } from '@neurona/tensor';
import type { Interval } from './image-transform.js';

/** A number of a stretch, each as likely; the same that `rand` would draw on a device. */
export function drawUniform(rng: Generator, low = 0, high = 1): number {
  const { seed, offset } = rng.take(1);
  const share = (philox(seed, offset, 1)[0]! >>> 8) * 2 ** -24;
  return low + share * (high - low);
}

/** A number of an interval; its one number where it has no width, which draws nothing less. */
export const drawFrom = (rng: Generator, [low, high]: Interval): number => drawUniform(rng, low, high);

/** A whole number from `low` to `high`, both included. */
export function drawWhole(rng: Generator, low: number, high: number): number {
  const { seed, offset } = rng.take(1);
  return low + Math.floor(((philox(seed, offset, 1)[0]! >>> 0) / 2 ** 32) * (high - low + 1));
}

/** Whether something of a probability happens. */
export const drawChance = (rng: Generator, probability: number): boolean => drawUniform(rng) < probability;

/** A stream of its own, for as many numbers as it takes. */
export function drawGenerator(rng: Generator): Generator {
  const { seed, offset } = rng.take(1);
  const [low = 0, high = 0] = philox(seed, offset, 2);
  return new Generator((low >>> 0) + (high >>> 11) * 2 ** 32);
}
