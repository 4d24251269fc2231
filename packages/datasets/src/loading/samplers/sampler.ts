import type { Generator } from '@neurona/tensor';

/** Chooses the examples of an epoch, in order. */
export interface Sampler {
  /** Number of examples per epoch. */
  readonly length: number;
  /**
   * Indices of the examples of one epoch.
   * @param rng - Generator for a random order; a `DataLoader` passes another one in each epoch.
   */
  indices(rng?: Generator): Iterable<number>;
}

/** Chooses the examples of each batch of an epoch. */
export interface BatchSampler {
  /** Number of batches per epoch. */
  readonly length: number;
  /** Indices of the examples, batch by batch. */
  batches(rng?: Generator): Iterable<ArrayLike<number>>;
}
