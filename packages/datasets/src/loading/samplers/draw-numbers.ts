// internal
import { philox } from '@neurona/backend';
import { defaultGenerator, type Generator } from '@neurona/tensor';

/** Numbers drawn evenly from [0, 1), on the host. */
export function drawUniform(count: number, rng: Generator = defaultGenerator()): Float64Array {
  const { seed, offset } = rng.take(2 * count);
  const words = philox(seed, offset, 2 * count);
  // two words a number: 53 bits, so that the last of many examples isn't cut off by rounding
  return Float64Array.from(
    { length: count },
    (_, i) => ((words[2 * i]! >>> 5) * 2 ** 26 + (words[2 * i + 1]! >>> 6)) / 2 ** 53,
  );
}

/** Whole numbers from 0 to n - 1, drawn evenly. */
export const drawIndices = (n: number, count: number, rng?: Generator): Int32Array =>
  Int32Array.from(drawUniform(count, rng), (u) => Math.floor(u * n));
