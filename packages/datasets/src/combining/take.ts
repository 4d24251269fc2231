import { ArgumentError } from '@neurona/backend';
import type { Dataset } from '../dataset.js';
import { type IterableDataset, isIterableDataset } from '../iterable-dataset.js';
import { Subset } from './subset.js';

/**
 * The first examples of a data set, or all if it has fewer: for a quick test.
 * @param count - Number of examples, at least 1.
 * @throws {@link ArgumentError} if `count` is no integer of at least 1.
 * @example
 * const data = new ArrayDataset([hostArray(Float32Array.of(5, 6, 7))]);
 * take(data, 2).length; // => 2
 */
export function take(dataset: Dataset, count: number): Subset;
export function take(dataset: IterableDataset, count: number): IterableDataset;
export function take(dataset: Dataset | IterableDataset, count: number): Subset | IterableDataset {
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new ArgumentError('take', { expected: 'an integer of at least 1', received: count });
  }
  if (!isIterableDataset(dataset)) {
    const length = Math.min(count, dataset.length);
    return new Subset(
      dataset,
      Int32Array.from({ length }, (_, i) => i),
    );
  }
  const { length, classNames } = dataset;
  return {
    ...(length !== undefined && { length: Math.min(count, length) }),
    ...(classNames && { classNames }),
    async *iterate(rng) {
      let left = count;
      for await (const example of dataset.iterate(rng)) {
        yield example;
        if (--left === 0) return;
      }
    },
  };
}
