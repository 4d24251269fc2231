import { checkArgument } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import type { Example } from '../dataset.js';
import type { IterableDataset, LazyExample } from '../iterable-dataset.js';

/**
 * Chains iterable data sets into one.
 * @example
 * const ones = iterableDataset(() => [[hostArray([1])]], { length: 1 });
 * new ChainDataset([ones, ones]).length; // => 2
 */
export class ChainDataset implements IterableDataset {
  declare readonly classNames?: readonly string[];

  constructor(readonly datasets: readonly IterableDataset[]) {
    for (const dataset of checkArgument('ChainDataset', 'data sets', datasets, 'list'))
      checkArgument('ChainDataset', 'each data set', dataset, 'record');
    const classNames = datasets.find((dataset) => dataset.classNames)?.classNames;
    if (classNames) this.classNames = classNames;
  }

  /** Known where that of every part is. */
  get length(): number | undefined {
    return this.datasets.reduce<number | undefined>(
      (sum, { length }) => (sum === undefined || length === undefined ? undefined : sum + length),
      0,
    );
  }

  async *iterate(rng?: Generator): AsyncGenerator<Example | LazyExample, void, void> {
    for (const dataset of this.datasets) yield* dataset.iterate(rng);
  }
}
