// internal
import type { Generator as RandomGenerator } from '@neurona/tensor';
import type { Example } from '../dataset.js';
import type { BatchSampler, Sampler } from './samplers/sampler.js';

/** A batch to be made. */
export interface Job {
  /** Position of its first example in the epoch. */
  readonly first: number;
  /** Maximum number of examples. */
  readonly count: number;
  /** The batch that this is a share of, where several processes divide it. */
  readonly whole?: Pick<Job, 'first' | 'count'>;
  /** Numbers of its examples, where they have numbers. */
  readonly indices?: readonly number[];
}

/** A batch that was made. */
export interface Loaded {
  readonly fields: Example;
  /** How many examples it has, or the batch that it is a share of. */
  readonly count: number;
  /** Whether nobody else holds its arrays. */
  readonly isFresh: boolean;
}

/** The source of batches: this thread or workers. */
export interface BatchSource {
  /** Whether batches are made in other threads, so that they should be requested at once. */
  readonly isElsewhere: boolean;
  /** Makes a batch; returns undefined past the end. */
  load(job: Job): Promise<Loaded | undefined>;
  /** Frees its resources. */
  close(): Promise<void>;
}

/** The examples of a job in an error message, at most eight by name. */
export function describeExamples({ first, count, indices }: Job): string {
  if (!indices) return count === 1 ? `example ${first}` : `examples ${first} to ${first + count - 1}`;
  if (count === 1) return `example ${indices[0]}`;
  return `examples ${indices.slice(0, 8).join(', ')}${count > 8 ? ', …' : ''}`;
}

/** The batches of an epoch over indexed examples. */
export function* numberedJobs(batches: Iterable<ArrayLike<number>>): Generator<Job, void, void> {
  let first = 0;
  for (const batch of batches) {
    const indices = Array.from(batch);
    yield { first, count: indices.length, indices };
    first += indices.length;
  }
}

/** The batches of an epoch over a stream, without end. */
export function* streamJobs(batchSize: number): Generator<Job, void, void> {
  for (let first = 0; ; first += batchSize) yield { first, count: batchSize };
}

/** Consecutive numbers of a sampler, batch by batch. */
export const batchesOf = (sampler: Sampler, batchSize: number, dropLast: boolean): BatchSampler => ({
  length: (dropLast ? Math.floor : Math.ceil)(sampler.length / batchSize),
  *batches(rng?: RandomGenerator) {
    let batch: number[] = [];
    for (const index of sampler.indices(rng)) {
      batch.push(index);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0 && !dropLast) yield batch;
  },
});
