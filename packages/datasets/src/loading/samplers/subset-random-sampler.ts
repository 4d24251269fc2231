import { checkArgument } from '@neurona/backend';
import { type Generator, permutationArray } from '@neurona/tensor';
import type { Sampler } from './sampler.js';

/**
 * Some examples in random order, reshuffled in each epoch.
 * @example
 * [...new SubsetRandomSampler([4, 6, 8, 9]).indices(new Generator(0))]; // => [4, 6, 9, 8]
 */
export class SubsetRandomSampler implements Sampler {
  constructor(readonly subset: ArrayLike<number>) {
    checkArgument('SubsetRandomSampler', 'subset', subset, 'arrayLike');
  }

  get length(): number {
    return this.subset.length;
  }

  indices(rng?: Generator): number[] {
    return Array.from(permutationArray(this.length, rng), (place) => this.subset[place]!);
  }
}
