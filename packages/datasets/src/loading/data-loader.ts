import { ArgumentError, checkOptions, currentBackend } from '@neurona/backend';
import { defaultGenerator, noteHostValues, own, type Tensor, tensor } from '@neurona/tensor';
import type { Dataset, Example } from '../dataset.js';
import { type IterableDataset, isIterableDataset } from '../iterable-dataset.js';
import { batchMaker } from './batch-maker.js';
import { checkLoaderOptions, type DataLoaderOptions, dataLoaderOptions } from './data-loader-options.js';
import { type BatchSource, batchesOf, type Job, numberedJobs, streamJobs } from './job.js';
import { loadError } from './load-failure.js';
import { drawSeed, orderRng, type Pass } from './pass.js';
import { PrefetchQueue } from './prefetch-queue.js';
import { RandomSampler } from './samplers/random-sampler.js';
import type { BatchSampler } from './samplers/sampler.js';
import { SequentialSampler } from './samplers/sequential-sampler.js';
import { type Shard, sharesOf } from './shard.js';
import { WorkerPool } from './workers/worker-pool.js';

/** Position of a {@link DataLoader}: plain JSON. */
export interface DataLoaderState {
  /** Seed of the order and of random transforms. */
  readonly seed: number;
  /** Number of the epoch, from 0. */
  readonly pass: number;
  /** Number of its batches that were returned. */
  readonly batches: number;
  /** Number of examples: a state fits only a loader of as many examples and, in the middle of an epoch, the same batch size. */
  readonly examples: number | null;
  readonly batchSize: number | null;
}

/**
 * Batches of a data set as tensors on the chosen backend. Iterating is `for await`; a batch is freed when the next one is
 * requested, so `clone` what should outlive it. Batches are prefetched while the caller works, in this thread or in workers.
 * @throws {@link ArgumentError} if a setting is out of its range or contradicts another. Iterating throws a
 * {@link DatasetError} that names the example that could not be loaded.
 * @example
 * const data = new ArrayDataset([[0, 1, 2, 3, 4]]);
 * const sizes = [];
 * for await (const [x] of new DataLoader(data, { batchSize: 2 })) sizes.push(x.size);
 * sizes; // => [2, 2, 1]
 */
export class DataLoader<D extends Dataset | IterableDataset = Dataset>
  implements AsyncIterable<readonly Tensor[]>
{
  /** Batch size; 0 with a batch sampler, which determines it. */
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly #options: DataLoaderOptions;
  #seed: number | undefined;
  /** The epoch, and how many of its batches were returned. */
  #position = { pass: 0, batches: 0 };
  /** Whether the epoch was begun by this loader, so that iterating again begins another. */
  #hasBegun = false;
  #pool: WorkerPool | undefined;

  constructor(
    readonly dataset: D,
    options: DataLoaderOptions = {},
  ) {
    checkOptions('DataLoader', options, dataLoaderOptions);
    checkLoaderOptions(dataset, options);
    this.batchSize = options.batchSampler ? 0 : (options.batchSize ?? 32);
    this.shuffle = options.shuffle ?? false;
    this.dropLast = options.dropLast ?? false;
    this.#options = options;
    this.#seed = options.seed;
  }

  /** Number of batches per epoch; undefined for an iterable data set without a length. */
  get length(): D['length'] {
    if (!isIterableDataset(this.dataset)) return this.#batches(this.dataset).length;
    const { length } = this.dataset;
    if (length === undefined) return undefined as D['length'];
    return (this.dropLast ? Math.floor : Math.ceil)(length / this.batchSize);
  }

  /**
   * Current position: counts the batches returned so far, not the prefetched ones. May be called in the body of the loop.
   * @example
   * const data = new ArrayDataset([Float32Array.of(0, 1, 2, 3)]);
   * const loader = new DataLoader(data, { batchSize: 2, seed: 7 });
   * for await (const _ of loader) break;
   * loader.stateDict(); // => { seed: 7, pass: 0, batches: 1, examples: 4, batchSize: 2 }
   */
  stateDict(): DataLoaderState {
    const { pass, batches } = this.#position;
    return { seed: this.#drawnSeed(), pass, batches, ...this.#fitting() };
  }

  /**
   * Restores a position: the next iteration returns the remaining batches of that epoch, later iterations the epochs
   * that would have followed. For a state taken in the body of the last batch none remain in its epoch.
   * @throws {@link ArgumentError} if the state is not one of a loader with as many examples, or, in the middle of an epoch,
   * with the same batch size.
   * @example
   * const data = new ArrayDataset([[0, 1, 2, 3]]);
   * const resumed = new DataLoader(data, { batchSize: 2 });
   * resumed.loadStateDict({ seed: 7, pass: 0, batches: 1, examples: 4, batchSize: 2 });
   * const rest = [];
   * for await (const [x] of resumed) rest.push(await x.array());
   * rest; // => [[2, 3]]
   */
  loadStateDict(state: DataLoaderState): void {
    const { examples, batchSize } = this.#fitting();
    const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
    const isBetween = state?.batches === 0; // epochs: the batch size may change
    const fits = state?.examples === examples && (isBetween || state.batchSize === batchSize);
    if (!fits || ![state.seed, state.pass, state.batches].every(isCount)) {
      throw new ArgumentError('DataLoader.loadStateDict', {
        expected: `a state of ${describeData(examples, batchSize)}`,
        received: fits ? 'one with a wrong seed, epoch or number of batches' : describeState(state),
      });
    }
    this.#seed = state.seed;
    this.#position = { pass: state.pass, batches: state.batches };
    this.#hasBegun = false;
  }

  /**
   * A loader with the same settings and position for one of several processes, see {@link DataLoaderOptions}.shard.
   * @example
   * const data = new ArrayDataset([[0, 1, 2, 3, 4]]);
   * const second = new DataLoader(data, { batchSize: 4 }).withShard({ rank: 1, size: 2 });
   * const values = [];
   * for await (const [x] of second) values.push(await x.array());
   * values; // => [[2, 3], [4]]
   */
  withShard(shard: Shard): DataLoader<D> {
    const loader = new DataLoader(this.dataset, { ...this.#options, shard });
    loader.#seed = this.#seed;
    loader.#position = { ...this.#position };
    loader.#hasBegun = this.#hasBegun;
    return loader;
  }

  /** Stops the workers; needed only with `persistent` ones. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Tensor[], void, void> {
    const { signal, prefetch = 2 * (this.#options.workers?.count ?? 1) } = this.#options;
    signal?.throwIfAborted();
    const position = this.#begin();
    const pass = { seed: this.#drawnSeed(), pass: position.pass };
    const source = await this.#source(pass);
    const queue = new PrefetchQueue(this.#jobs(pass, position.batches), source, prefetch, signal);
    try {
      for (;;) {
        const loaded = await queue.next();
        if (!loaded || (this.dropLast && loaded.count < this.batchSize)) break;
        position.batches++;
        this.#position = position; // of two loops at once the one that continued last counts
        const batch = toDevice(loaded.fields);
        try {
          yield batch;
        } finally {
          for (const field of batch) field.dispose();
        }
      }
      this.#position = { pass: position.pass + 1, batches: 0 };
      this.#hasBegun = false;
    } finally {
      queue.close();
      await source.close();
    }
  }

  /** What a state must agree with. */
  #fitting(): Pick<DataLoaderState, 'examples' | 'batchSize'> {
    return { examples: this.dataset.length ?? null, batchSize: this.batchSize || null };
  }

  #drawnSeed(): number {
    this.#seed ??= drawSeed(this.#options.rng ?? defaultGenerator());
    return this.#seed;
  }

  #begin(): { pass: number; batches: number } {
    const { pass, batches } = this.#position;
    this.#position = this.#hasBegun ? { pass: pass + 1, batches: 0 } : { pass, batches };
    this.#hasBegun = true;
    return this.#position;
  }

  #batches(dataset: Dataset): BatchSampler {
    const { batchSampler, sampler } = this.#options;
    if (batchSampler) return batchSampler;
    const order = sampler ?? (this.shuffle ? new RandomSampler(dataset) : new SequentialSampler(dataset));
    return batchesOf(order, this.batchSize, this.dropLast);
  }

  /** The remaining batches of an epoch. */
  *#jobs(pass: Pass, given: number): Generator<Job, void, void> {
    const jobs = isIterableDataset(this.dataset)
      ? streamJobs(this.batchSize)
      : numberedJobs(this.#batches(this.dataset).batches(orderRng(pass)));
    const { shard } = this.#options;
    let number = 0;
    for (const job of shard ? sharesOf(jobs, shard) : jobs) if (number++ >= given) yield job;
  }

  async #source(pass: Pass): Promise<BatchSource> {
    const { workers, collate } = this.#options;
    if (!workers) {
      const source = batchMaker(this.dataset, collate, pass);
      const load: BatchSource['load'] = (job) =>
        source.load(job).catch((failure) => Promise.reject(loadError(failure)));
      return { isElsewhere: false, load, close: () => source.close() };
    }
    if (this.#pool?.hasFailed) this.#pool = undefined;
    const pool = this.#pool ?? (await WorkerPool.start(workers, this.dataset.length));
    if (workers.persistent) this.#pool = pool;
    const close = async (): Promise<void> => {
      if (!workers.persistent || pool.hasFailed) await pool.close();
    };
    return { isElsewhere: true, load: (job) => pool.load(pass, job), close };
  }
}

function toDevice(fields: Example): Tensor[] {
  const backend = currentBackend();
  const made: Tensor[] = [];
  try {
    for (const { values, shape, dtype } of fields) {
      const field = own(tensor(values, { shape, dtype, backend }));
      made.push(dtype === 'float32' ? field : noteHostValues(field, values)); // classes, lengths and masks are looked at
    }
    return made;
  } catch (error) {
    for (const field of made) field.dispose();
    throw error;
  }
}

const describeData = (examples: number | null, batchSize: number | null): string =>
  `${examples ?? 'an unknown number of'} examples in batches of ${batchSize ?? 'various sizes'}`;

const describeState = (state: DataLoaderState | undefined): string =>
  typeof state === 'object' && state !== null && 'examples' in state
    ? `one of ${describeData(state.examples, state.batchSize)}`
    : 'something else';
