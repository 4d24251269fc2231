import { ArgumentError, type OptionTable } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import { checkCount } from '../check-count.js';
import type { Dataset } from '../dataset.js';
import { type IterableDataset, isIterableDataset } from '../iterable-dataset.js';
import type { Collate } from './collate/collate.js';
import type { BatchSampler, Sampler } from './samplers/sampler.js';
import type { WorkerOptions } from './workers/dataset-worker.js';

/** Settings of {@link DataLoader}. */
export interface DataLoaderOptions {
  /** Examples in a batch, default 32. */
  readonly batchSize?: number;
  /** A new order for each pass, default false. */
  readonly shuffle?: boolean;
  /** Whether a last, smaller batch is left out, default false. */
  readonly dropLast?: boolean;
  /** Says which examples a pass has, in which order; instead of `shuffle`. */
  readonly sampler?: Sampler;
  /** Says which examples each batch has; instead of `batchSize`, `shuffle`, `dropLast` and `sampler`. */
  readonly batchSampler?: BatchSampler;
  /** Makes a batch of examples, default {@link stackExamples}. With workers it is given to {@link serveDataset}. */
  readonly collate?: Collate;
  /** How many batches are made ahead of the one that is asked for, default 2 (for each worker, where there are any). */
  readonly prefetch?: number;
  /** Worker threads that load, transform and collate; default none: that happens in this thread. */
  readonly workers?: WorkerOptions;
  /** What order and random transforms depend on, default a number drawn from `rng`. */
  readonly seed?: number;
  /** Where the seed comes from, default the generator that `manualSeed` sets. It is drawn once, when the first pass begins. */
  readonly rng?: Generator;
  /** Ends iterating with the signal's reason. */
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
  signal: undefined,
};

/** @internal Refuses settings out of their range, or that contradict each other. */
export function checkLoaderOptions(dataset: Dataset | IterableDataset, options: DataLoaderOptions): void {
  checkDataset(dataset);
  checkCount('DataLoader', 'batchSize', options.batchSize ?? 1);
  checkCount('DataLoader', 'prefetch', options.prefetch ?? 0, 0);
  checkCount('DataLoader', 'workers.count', options.workers?.count ?? 1);
  checkCount('DataLoader', 'seed', options.seed ?? 0, 0);
  checkAlone('batchSampler', options, ['batchSize', 'shuffle', 'dropLast', 'sampler']);
  checkAlone('sampler', options, ['shuffle']);
  checkAlone('seed', options, ['rng']);
  checkAlone('workers', options, ['collate'], 'Give collate to serveDataset, in the workers.');
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

/** Refuses what is no data set, as a promise of one that was not waited for. */
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
        ? 'Wait for it: await digits().'
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
