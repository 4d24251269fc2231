import { checkArgument } from '@neurona/backend';
import { defaultGenerator, type Generator } from '@neurona/tensor';
import type { Dataset, Example } from '../dataset.js';
import {
  type IterableDataset,
  isIterableDataset,
  type LazyExample,
  makeExample,
} from '../iterable-dataset.js';

/** Transforms an example; randomness is drawn from `rng`. */
export type ExampleTransform = (example: Example, rng: Generator) => Example | Promise<Example>;

/**
 * A data set whose examples are transformed lazily: augmented, cropped, tokenized. Nothing is kept.
 * @param transform - Takes an example and returns the transformed one; randomness is drawn from the generator that is passed
 * to it, which makes results the same with any number of workers and after resuming.
 * @example
 * const data = new ArrayDataset([[1, 2, 3]]);
 * const doubled = mapDataset(data, ([x]) => [hostArray(x.values.map((value) => 2 * value), x.shape)]);
 * (await doubled.get(2))[0].values; // => [6]
 */
export function mapDataset(dataset: Dataset, transform: ExampleTransform): Dataset;
export function mapDataset(dataset: IterableDataset, transform: ExampleTransform): IterableDataset;
export function mapDataset(
  dataset: Dataset | IterableDataset,
  transform: ExampleTransform,
): Dataset | IterableDataset {
  checkArgument('mapDataset', 'the data set', dataset, 'record');
  checkArgument('mapDataset', 'the transform', transform, 'function');
  const changed = async (item: Example | LazyExample, rng = defaultGenerator()): Promise<Example> =>
    transform(await makeExample(item, rng), rng);
  const classNames = dataset.classNames && { classNames: dataset.classNames };
  if (!isIterableDataset(dataset)) {
    return {
      ...classNames,
      length: dataset.length,
      get: (index, rng) => changed((own) => dataset.get(index, own), rng),
    };
  }
  return {
    ...classNames,
    length: dataset.length,
    async *iterate(order) {
      for await (const item of dataset.iterate(order)) yield (rng?: Generator) => changed(item, rng);
    },
  };
}
