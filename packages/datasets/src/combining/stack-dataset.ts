import { ArgumentError, checkArgument } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import { checkDataset, type Dataset, type Example, fetchBatch } from '../dataset.js';

/**
 * Zips data sets: example i has the fields of example i of each. Class names are those of the last that has
 * any, as targets come last.
 * @throws {@link ArgumentError} if there is none, or they differ in length.
 * @example
 * const data = new StackDataset([new ArrayDataset([[1, 2]]), new ArrayDataset([[3, 4]])]);
 * (await data.get(1)).map((field) => field.values[0]); // => [2, 4]
 */
export class StackDataset implements Dataset {
  readonly length: number;
  declare readonly classNames?: readonly string[];

  constructor(readonly datasets: readonly Dataset[]) {
    for (const dataset of checkArgument('StackDataset', 'data sets', datasets, 'list'))
      checkDataset('StackDataset', dataset);
    const lengths = datasets.map((dataset) => dataset.length);
    if (lengths.length === 0 || lengths.some((length) => length !== lengths[0])) {
      throw new ArgumentError('StackDataset', {
        expected: 'data sets of one length',
        received: lengths.length === 0 ? 'none' : `lengths ${lengths.join(' and ')}`,
      });
    }
    this.length = lengths[0]!;
    const classNames = datasets.findLast((dataset) => dataset.classNames)?.classNames;
    if (classNames) this.classNames = classNames;
  }

  async get(index: number, rng?: Generator): Promise<Example> {
    const fields: Example[] = [];
    for (const dataset of this.datasets) fields.push(await dataset.get(index, rng)); // in turn, as they share rng
    return fields.flat();
  }

  async batch(indices: ArrayLike<number>, rngs?: readonly Generator[]): Promise<Example> {
    const fields: Example[] = [];
    for (const dataset of this.datasets) fields.push(await fetchBatch(dataset, indices, rngs));
    return fields.flat();
  }
}
