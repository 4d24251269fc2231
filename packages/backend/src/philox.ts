import type { RandomKind, RandomPosition } from './kernels.js';
import { type Shape, sizeOf } from './shape.js';

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;
const TWO_32 = 2 ** 32;

/** The high 32 bits of the product of two unsigned 32-bit numbers. */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const cross = aHigh * bLow + ((aLow * bLow) >>> 16); // below 2^32
  const middle = (cross & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + (cross >>> 16) + Math.floor(middle / 0x10000)) | 0;
}

/**
 * One block of Philox4x32-10: four random words of a four-word counter and a two-word key, written to `out` from `at` on.
 * @see Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011, doi:10.1145/2063384.2063405
 */
export function philoxBlock(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
  out: Int32Array,
  at: number,
): void {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = mulHigh(MULTIPLIER_0, c0 >>> 0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = mulHigh(MULTIPLIER_1, c2 >>> 0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[at] = c0;
  out[at + 1] = c1;
  out[at + 2] = c2;
  out[at + 3] = c3;
}

/**
 * The first `words` random words of a stream: block b has the counter `offset + b`, as low and high 32 bits.
 * @param seed - An integer from 0 to 2^53 - 1: its low and high 32 bits are the key.
 * @param offset - An integer from 0 to 2^53 - 1: the first counter.
 * @example
 * philox(0, 0, 2); // => [1713891541, -513161843]
 */
export function philox(seed: number, offset: number, words: number): Int32Array {
  const key = [seed | 0, Math.floor(seed / TWO_32)] as const;
  const blocks = Math.ceil(words / 4);
  const out = new Int32Array(4 * blocks);
  for (let block = 0; block < blocks; block++) {
    const counter = offset + block;
    philoxBlock([counter | 0, Math.floor(counter / TWO_32), 0, 0], key, out, 4 * block);
  }
  return out.subarray(0, words);
}

/** Random numbers on the host, equal to what the kernel `random` returns on every backend. */
export function randomValues(
  kind: RandomKind,
  shape: Shape,
  position: RandomPosition,
): Int32Array | Float32Array {
  const size = sizeOf(shape);
  const words = philox(position.seed, position.offset, kind === 'normal' ? 4 * Math.ceil(size / 4) : size);
  if (kind === 'bits') return words;
  const values = new Float32Array(words.length);
  if (kind === 'uniform') {
    for (let i = 0; i < size; i++) values[i] = (words[i]! >>> 8) * 2 ** -24;
    return values;
  }
  for (let i = 0; i < size; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(((words[i]! >>> 8) + 1) * 2 ** -24));
    const angle = 2 * Math.PI * (words[i + 1]! >>> 8) * 2 ** -24;
    values[i] = radius * Math.cos(angle);
    values[i + 1] = radius * Math.sin(angle);
  }
  return values.subarray(0, size);
}
