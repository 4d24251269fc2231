// internal
import { philox, philoxBlock } from '@neurona/backend';
import { Generator } from '@neurona/tensor';

/** Seed and number of an epoch, on which its random numbers depend. */
export interface Pass {
  readonly seed: number;
  /** Number of the epoch, from 0. */
  readonly pass: number;
}

const forOrder = 0;
const forExample = 1;

/** The generator of the order of an epoch. */
export const orderRng = (pass: Pass): Generator => derive(pass, 0, forOrder);

/** The generator of the example at a position of an epoch: the same in every thread. */
export const exampleRng = (pass: Pass, place: number): Generator => derive(pass, place, forExample);

function derive({ seed, pass }: Pass, place: number, use: number): Generator {
  const words = new Int32Array(4);
  const counter = [place | 0, Math.floor(place / 2 ** 32), pass | 0, use] as const;
  philoxBlock([...counter], [seed | 0, Math.floor(seed / 2 ** 32)], words, 0);
  return new Generator(toSeed(words));
}

const toSeed = (words: Int32Array): number => (words[0]! >>> 0) + (words[1]! >>> 11) * 2 ** 32; // 53 bits

/** A seed drawn from a generator. */
export function drawSeed(rng: Generator): number {
  const { seed, offset } = rng.take(2);
  return toSeed(philox(seed, offset, 2));
}
