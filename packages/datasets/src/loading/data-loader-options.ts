import { ArgumentError, checkCount, type OptionTable } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import type { Dataset } from '../dataset.js';
import { type IterableDataset, isIterableDataset } from '../iterable-dataset.js';
import type { Collate } from './collate/collate.js';
import type { BatchSampler, Sampler } from './samplers/sampler.js';
import { checkShard, type Shard } from './shard.js';
import type { WorkerOptions } from './workers/dataset-worker.js';

/** Settings of {@link DataLoader}. */
export interface DataLoaderOptions {
  /** Batch size, default 32. */
  readonly batchSize?: number;
  /** Whether to shuffle the examples in each epoch, default false. */
  readonly shuffle?: boolean;
  /** Whether to drop a last, smaller batch, default false. */
  readonly dropLast?: boolean;
  /** Sampler of the examples of an epoch, in order; instead of `shuffle`. */
  readonly sampler?: Sampler;
  /** Sampler of the examples of each batch; instead of `batchSize`, `shuffle`, `dropLast` and `sampler`. */
  readonly batchSampler?: BatchSampler;
  /** Combines examples into a batch, default {@link stackExamples}. With workers pass it to {@link serveDataset}. */
  readonly collate?: Collate;
  /** Number of prefetched batches, default 2 (per worker, if there are any). */
  readonly prefetch?: number;
  /** Worker threads that load, transform and collate; by default this thread does. */
  readonly workers?: WorkerOptions;
  /** Seed of the order and of random transforms, default a number drawn from `rng`. */
  readonly seed?: number;
  /**
   * Generator that the seed is drawn from, default the global one that `manualSeed` seeds. It is drawn once, when the first
   * epoch begins.
   */
  readonly rng?: Generator;
  /**
   * This process's share of each batch, where several processes train together: a number from 0, and how many there are. Examples keep
   * their place in the batches of all, so that their order and random transforms are those of a single process. Where a batch has
   * fewer examples than there are processes, some get a batch without fields.
   */
  readonly shard?: Shard;
  /** Aborts iteration with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** @internal */
export const dataLoaderOptions: OptionTable<DataLoaderOptions> = {
  batchSize: 1,
  shuffle: false,
  dropLast: false,
  sampler: undefined,
  batchSampler: undefined,
  collate: undefined,
  prefetch: 0,
  workers: undefined,
  seed: 0,
  rng: undefined,
  shard: undefined,
  signal: undefined,
};

/** @internal Throws if settings are out of range or contradict each other. */
export function checkLoaderOptions(dataset: Dataset | IterableDataset, options: DataLoaderOptions): void {
  checkDataset(dataset);
  checkCount('DataLoader', 'batchSize', options.batchSize ?? 1);
  checkCount('DataLoader', 'prefetch', options.prefetch ?? 0, 0);
  checkCount('DataLoader', 'workers.count', options.workers?.count ?? 1);
  checkCount('DataLoader', 'seed', options.seed ?? 0, 0);
  if (options.shard !== undefined) checkShard('DataLoader', options.shard);
  checkAlone('batchSampler', options, ['batchSize', 'shuffle', 'dropLast', 'sampler']);
  checkAlone('sampler', options, ['shuffle']);
  checkAlone('seed', options, ['rng']);
  checkAlone('workers', options, ['collate'], 'Pass collate to serveDataset, in the workers.');
  if (!isIterableDataset(dataset)) return;
  for (const name of ['shuffle', 'sampler', 'batchSampler'] as const) {
    if (!options[name]) continue;
    throw new ArgumentError('DataLoader', {
      expected: `no ${name} for an iterable data set, whose examples have no numbers`,
      received: options[name],
      hint: 'Shuffle it with shuffleBuffer.',
    });
  }
}

/** Throws if it is no data set, such as a promise of one that was not awaited. */
function checkDataset(dataset: unknown): void {
  const given: Partial<Dataset & IterableDataset> = Object(dataset);
  if (typeof given.iterate === 'function') return;
  if (typeof given.get === 'function') {
    checkCount('DataLoader', "the data set's length", given.length as number, 0);
    return;
  }
  throw new ArgumentError('DataLoader', {
    expected: 'a data set with length and get, or with iterate',
    received: dataset,
    hint:
      dataset instanceof Promise
        ? 'Await it: await digits().'
        : 'Make one of arrays with new ArrayDataset([inputs, targets]).',
  });
}

type OptionName = keyof DataLoaderOptions;

function checkAlone(name: OptionName, options: DataLoaderOptions, others: OptionName[], hint?: string): void {
  if (options[name] === undefined) return;
  for (const other of others) {
    if (options[other] === undefined || options[other] === false) continue;
    throw new ArgumentError('DataLoader', { expected: `${name} without ${other}`, received: 'both', hint });
  }
}
