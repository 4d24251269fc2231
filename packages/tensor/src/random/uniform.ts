import { ArgumentError, checkOptions, type OptionTable, type Shape } from '@neurona/backend';
import type { Tensor } from '../tensor.js';
import { draw, drawnFloats, type RandomOptions, randomOptions } from './draw.js';

/** Settings of {@link uniform}. */
export interface UniformFunctionOptions extends RandomOptions {
  /** The lower bound, included. Default 0. */
  readonly low?: number;
  /** The upper bound, excluded. Default 1. */
  readonly high?: number;
}

const uniformOptions: OptionTable<UniformFunctionOptions> = { ...randomOptions, low: 0, high: 1 };

/**
 * Random numbers, evenly spread from 0 (included) to 1 (excluded), on a grid of 2^-24.
 *
 * @param shape - Shape of the result.
 * @param options - `rng`, `requiresGrad`, `backend`.
 * @throws {@link ArgumentError} if the shape is no shape.
 * @example
 * await rand([2], { rng: new Generator(0) }).data(); // => [0.399, 0.8805]
 */
export const rand = (shape: Shape, options: RandomOptions = {}): Tensor => {
  checkOptions('rand', options, randomOptions);
  return drawnFloats('rand', shape, options, () => draw('rand', 'uniform', shape, options));
};

/**
 * Random numbers, evenly spread from `low` (included) to `high` (excluded).
 *
 *     x = low + (high - low) · u        u ~ U[0, 1)
 *
 * @param shape - Shape of the result.
 * @param options - `low` (default 0), `high` (default 1), `rng`, `requiresGrad`, `backend`.
 * @throws {@link ArgumentError} unless low ≤ high and both are finite.
 * @example
 * await uniform([2], { low: -1, high: 1, rng: new Generator(0) }).data(); // => [-0.2019, 0.761]
 */
export function uniform(shape: Shape, options: UniformFunctionOptions = {}): Tensor {
  const { low = 0, high = 1 } = checkOptions('uniform', options, uniformOptions);
  if (!(low <= high) || !Number.isFinite(high - low)) {
    throw new ArgumentError('uniform', { expected: 'finite bounds with low ≤ high', received: [low, high] });
  }
  return drawnFloats('uniform', shape, options, () => {
    const u = draw('uniform', 'uniform', shape, options);
    if (low === 0 && high === 1) return u;
    const x = u.mul(high - low).add(low);
    return low === high ? x : x.minimum(floatBelow(high)); // rounding may reach the bound
  });
}

/** The largest float32 below a number. */
function floatBelow(value: number): number {
  const float = new Float32Array([value]);
  if (float[0]! < value) return float[0]!;
  const bits = new Int32Array(float.buffer);
  if (float[0] === 0) return -(2 ** -126); // subnormal numbers may be flushed to 0
  bits[0]! += float[0]! > 0 ? -1 : 1;
  return float[0]!;
}
