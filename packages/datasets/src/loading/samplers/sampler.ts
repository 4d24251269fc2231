import type { Generator } from '@neurona/tensor';

/** Says which examples a pass has, in which order. */
export interface Sampler {
  /** How many numbers a pass gives. */
  readonly length: number;
  /**
   * The numbers of the examples of one pass.
   * @param rng - Where the order comes from; a `DataLoader` hands each pass another generator.
   */
  indices(rng?: Generator): Iterable<number>;
}

/** Says which examples each batch of a pass has. */
export interface BatchSampler {
  /** How many batches a pass has. */
  readonly length: number;
  /** The numbers of the examples, batch by batch. */
  batches(rng?: Generator): Iterable<ArrayLike<number>>;
}
