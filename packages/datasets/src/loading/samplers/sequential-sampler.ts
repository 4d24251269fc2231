import { checkDataset } from '../../dataset.js';
import type { Sampler } from './sampler.js';

/**
 * All examples in order.
 * @param dataset - The data set; only its length is used.
 * @example
 * [...new SequentialSampler({ length: 3 }).indices()]; // => [0, 1, 2]
 */
export class SequentialSampler implements Sampler {
  readonly length: number;

  constructor(dataset: { readonly length: number }) {
    this.length = checkDataset('SequentialSampler', dataset).length;
  }

  *indices(): Generator<number, void, void> {
    for (let index = 0; index < this.length; index++) yield index;
  }
}
