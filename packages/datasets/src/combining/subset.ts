import { checkArgument } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import { checkDataset, checkIndex, type Dataset, type Example, fetchBatch } from '../dataset.js';

/**
 * Some examples of a data set, in any order.
 * @throws {@link ArgumentError} if an index is out of range.
 * @example
 * const all = new ArrayDataset([hostArray(new Int32Array([5, 6, 7]))]);
 * new Subset(all, [2, 0]).get(0)[0].values; // => [7]
 */
export class Subset implements Dataset {
  declare readonly classNames?: readonly string[];

  constructor(
    readonly dataset: Dataset,
    readonly indices: ArrayLike<number>,
  ) {
    checkDataset('Subset', dataset);
    checkArgument('Subset', 'indices', indices, 'list');
    for (let i = 0; i < indices.length; i++) checkIndex('Subset', indices[i]!, dataset.length);
    if (dataset.classNames) this.classNames = dataset.classNames;
  }

  get length(): number {
    return this.indices.length;
  }

  get(index: number, rng?: Generator): Example | Promise<Example> {
    checkIndex('Subset', index, this.length);
    return this.dataset.get(this.indices[index]!, rng);
  }

  batch(indices: ArrayLike<number>, rngs?: readonly Generator[]): Example | Promise<Example> {
    checkArgument('Subset.batch', 'indices', indices, 'arrayLike');
    for (let i = 0; i < indices.length; i++) checkIndex('Subset', indices[i]!, this.length);
    const chosen = Array.from(indices, (i) => this.indices[i]!);
    return fetchBatch(this.dataset, chosen, rngs);
  }
}
