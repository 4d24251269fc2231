import { checkOptions, type OptionTable } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import type { Dataset, Example } from './dataset.js';

/** An example, or a function that makes it lazily, so that skipped examples cost nothing. */
export type LazyExample = (rng?: Generator) => Example | Promise<Example>;

/** A stream of examples: lines of a file, frames of a camera, numbers from a generator function. */
export interface IterableDataset {
  /** Number of examples per epoch, if known. */
  readonly length?: number | undefined;
  /**
   * Starts an epoch.
   * @param rng - Generator for a random order: the same in every worker.
   */
  iterate(rng?: Generator): AsyncIterable<Example | LazyExample> | Iterable<Example | LazyExample>;
  /** Names of the classes, if targets are class indices. */
  readonly classNames?: readonly string[];
}

/** Settings of {@link iterableDataset}. */
export interface IterableDatasetOptions {
  /** Number of examples per epoch, if known. */
  readonly length?: number;
  /** Names of the classes. */
  readonly classNames?: readonly string[];
}

const iterableDatasetOptions: OptionTable<IterableDatasetOptions> = { length: 1, classNames: undefined };

/**
 * Makes an iterable data set of a generator function.
 * @param iterate - Starts an epoch; may be asynchronous, and may yield examples or functions that make them.
 * @example
 * const squares = iterableDataset(function* () {
 *   for (let i = 0; i < 3; i++) yield [hostArray(Float32Array.of(i * i))];
 * });
 * const values = [];
 * for await (const [x] of new DataLoader(squares, { batchSize: 2 })) values.push(await x.array());
 * values; // => [[[0], [1]], [[4]]]
 */
export const iterableDataset = (
  iterate: IterableDataset['iterate'],
  options: IterableDatasetOptions = {},
): IterableDataset => {
  checkOptions('iterableDataset', options, iterableDatasetOptions);
  return { ...options, iterate };
};

/** Whether examples come one after another, not by number. */
export const isIterableDataset = (data: Dataset | IterableDataset): data is IterableDataset =>
  'iterate' in Object(data);

/** @internal The example itself, of one that may be lazy. */
export const makeExample = (item: Example | LazyExample, rng?: Generator): Example | Promise<Example> =>
  typeof item === 'function' ? item(rng) : item;
