import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { type Generator, permutationArray } from '@neurona/tensor';
import { Subset } from '../combining/subset.js';
import type { Dataset } from '../dataset.js';
import { checkDataset } from '../dataset.js';
import { apportion } from './labels.js';

/** Settings of {@link randomSplit}. */
export interface RandomSplitOptions {
  /** Random generator, default the one that `manualSeed` seeds. */
  readonly rng?: Generator;
}

const randomSplitOptions: OptionTable<RandomSplitOptions> = { rng: undefined };

/**
 * Splits a data set at random into parts of given sizes.
 * @param sizes - Numbers of examples that sum to the data set's length, or shares that sum to 1.
 * @throws {@link ArgumentError} if the sizes sum to anything else.
 * @example
 * const data = new ArrayDataset([Float32Array.of(1, 2, 3, 4, 5)]);
 * randomSplit(data, [0.6, 0.2, 0.2]).map((part) => part.length); // => [3, 1, 1]
 */
export function randomSplit(
  dataset: Dataset,
  sizes: readonly number[],
  options: RandomSplitOptions = {},
): Subset[] {
  checkOptions('randomSplit', options, randomSplitOptions);
  checkDataset('randomSplit', dataset);
  checkArgument('randomSplit', 'sizes', sizes, 'list');
  const sum = sizes.reduce((total, size) => total + size, 0);
  const areCounts = sizes.every((size) => Number.isInteger(size) && size >= 0) && sum === dataset.length;
  const areShares = sizes.every((size) => size >= 0) && Math.abs(sum - 1) < 1e-6;
  if (!areCounts && !areShares) {
    throw new ArgumentError('randomSplit', {
      expected: `numbers that sum to ${dataset.length}, or shares that sum to 1`,
      received: [...sizes],
    });
  }
  const counts = areCounts ? sizes : apportion(dataset.length, sizes);
  const order = permutationArray(dataset.length, options.rng);
  let start = 0;
  return counts.map((count) => {
    start += count;
    return new Subset(dataset, order.subarray(start - count, start));
  });
}
