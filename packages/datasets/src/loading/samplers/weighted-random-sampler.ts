import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import { drawUniforms } from '../../draw-numbers.js';
import type { Sampler } from './sampler.js';

/** Settings of {@link WeightedRandomSampler}. */
export interface WeightedRandomSamplerOptions {
  /** Number of examples per epoch, default one for each weight. */
  readonly count?: number;
  /** Whether to draw with replacement, so that an example may occur more than once per epoch, default true. */
  readonly replacement?: boolean;
}

const weightedRandomSamplerOptions: OptionTable<WeightedRandomSamplerOptions> = {
  count: 1,
  replacement: true,
};

/**
 * Draws examples with given weights, for example to balance classes.
 *
 *     P(i) = w_i / Σ_j w_j
 *
 * @param weights - One for each example, at least 0; they need not sum to 1. {@link classBalancedWeights} makes them from classes.
 * @throws {@link ArgumentError} if a weight is negative or not finite, all are 0, `count` is not an integer of at least 1, or
 * without replacement fewer than `count` weights are above 0.
 * @example
 * const sampler = new WeightedRandomSampler([0, 3, 1], { count: 1000 });
 * const drawn = sampler.indices(new Generator(1));
 * [0, 1, 2].map((index) => drawn.filter((value) => value === index).length); // => [0, 756, 244]
 * @see Efraimidis, Spirakis, "Weighted random sampling with a reservoir", 2006, doi:10.1016/j.ipl.2005.11.003, for drawing
 * without replacement
 */
export class WeightedRandomSampler implements Sampler {
  readonly length: number;
  readonly replacement: boolean;
  readonly #weights: Float64Array;

  constructor(weights: ArrayLike<number>, options: WeightedRandomSamplerOptions = {}) {
    checkArgument('WeightedRandomSampler', 'weights', weights, 'list');
    const { count = weights.length, replacement = true } = checkOptions(
      'WeightedRandomSampler',
      options,
      weightedRandomSamplerOptions,
    );
    this.#weights = Float64Array.from(weights);
    this.length = count;
    this.replacement = replacement;
    const wrong = this.#weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
    if (wrong !== -1) {
      throw new ArgumentError('WeightedRandomSampler', {
        expected: 'weights of at least 0',
        received: weights[wrong],
        where: `the weight of example ${wrong}`,
      });
    }
    const possible = this.#weights.reduce((sum, weight) => sum + Number(weight > 0), 0);
    const most = replacement && possible > 0 ? Number.MAX_SAFE_INTEGER : possible;
    if (!Number.isSafeInteger(count) || count < 1 || count > most) {
      throw new ArgumentError('WeightedRandomSampler', {
        expected:
          possible === 0 ? 'a weight above 0' : `a whole count from 1${replacement ? '' : ` to ${possible}`}`,
        received: possible === 0 ? 'none' : count,
        hint:
          possible > 0 && count > most
            ? 'Leave replacement true to draw an example more than once.'
            : undefined,
      });
    }
  }

  indices(rng?: Generator): Int32Array {
    return this.replacement ? this.#drawAgain(rng) : this.#race(rng);
  }

  /** The first example whose running sum exceeds a number below the total. */
  #drawAgain(rng?: Generator): Int32Array {
    const sums = Float64Array.from(this.#weights);
    for (let i = 1; i < sums.length; i++) sums[i] = sums[i - 1]! + sums[i]!;
    const total = sums.at(-1)!;
    const last = this.#weights.findLastIndex((weight) => weight > 0);
    return Int32Array.from(drawUniforms(this.length, rng), (u) =>
      Math.min(firstAbove(sums, u * total), last),
    );
  }

  /** The examples that come first in a race of exponential clocks whose rates are the weights. */
  #race(rng?: Generator): Int32Array {
    const times = drawUniforms(this.#weights.length, rng).map((u, i) => -Math.log1p(-u) / this.#weights[i]!);
    const runners = Int32Array.from(times.keys()).filter((i) => this.#weights[i]! > 0);
    return runners.sort((a, b) => times[a]! - times[b]!).subarray(0, this.length);
  }
}

/** The index of the first number above a value, in sorted numbers. */
function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
