import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type Generator, permutationArray } from '@neurona/tensor';
import { checkDataset } from '../../dataset.js';
import { drawIndices } from '../../draw-numbers.js';
import type { Sampler } from './sampler.js';

/** Settings of {@link RandomSampler}. */
export interface RandomSamplerOptions {
  /** Whether to draw with replacement, so that an example may occur more than once per epoch, default false. */
  readonly replacement?: boolean;
  /** Number of examples per epoch, default all; more than all only with replacement. */
  readonly count?: number;
}

const randomSamplerOptions: OptionTable<RandomSamplerOptions> = { replacement: false, count: 1 };

/**
 * Examples in random order, reshuffled in each epoch.
 * @param dataset - The data set; only its length is used.
 * @throws {@link ArgumentError} if `count` is not an integer of at least 0, or is more than there are without replacement.
 * @example
 * [...new RandomSampler({ length: 4 }).indices(new Generator(0))]; // => [0, 1, 3, 2]
 */
export class RandomSampler implements Sampler {
  readonly length: number;
  readonly replacement: boolean;
  readonly #examples: number;

  constructor(dataset: { readonly length: number }, options: RandomSamplerOptions = {}) {
    checkDataset('RandomSampler', dataset);
    const { replacement = false, count = dataset.length } = checkOptions(
      'RandomSampler',
      options,
      randomSamplerOptions,
    );
    const most = replacement && dataset.length > 0 ? Number.MAX_SAFE_INTEGER : dataset.length;
    if (!Number.isSafeInteger(count) || count < 0 || count > most) {
      throw new ArgumentError('RandomSampler', {
        expected: replacement ? 'a whole count of at least 0' : `a whole count from 0 to ${dataset.length}`,
        received: count,
        hint: replacement ? undefined : 'Pass { replacement: true } to draw an example more than once.',
      });
    }
    this.length = count;
    this.replacement = replacement;
    this.#examples = dataset.length;
  }

  indices(rng?: Generator): Int32Array {
    if (this.replacement) return drawIndices(this.#examples, this.length, rng);
    return permutationArray(this.#examples, rng).subarray(0, this.length);
  }
}
