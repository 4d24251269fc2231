import { ArgumentError, checkArgument } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import { checkIndex, type Dataset, type Example, fetchBatch } from '../dataset.js';
import { type HostArray, stackRows, unstackRows } from '../host-array.js';

/**
 * Concatenates data sets. Class names are those of the first that has any.
 * @throws {@link ArgumentError} if there is none.
 * @example
 * const data = new ConcatDataset([new ArrayDataset([[1, 2]]), new ArrayDataset([[3]])]);
 * data.length; // => 3
 * (await data.get(2))[0].values; // => [3]
 */
export class ConcatDataset implements Dataset {
  readonly length: number;
  declare readonly classNames?: readonly string[];
  /** Number of the first example of each data set. */
  readonly #starts: readonly number[];

  constructor(readonly datasets: readonly Dataset[]) {
    for (const dataset of checkArgument('ConcatDataset', 'data sets', datasets, 'list'))
      checkArgument('ConcatDataset', 'each data set', dataset, 'record');
    if (datasets.length === 0) {
      throw new ArgumentError('ConcatDataset', { expected: 'at least one data set', received: 'none' });
    }
    let length = 0;
    this.#starts = datasets.map((dataset) => {
      const start = length;
      length += dataset.length;
      return start;
    });
    this.length = length;
    const classNames = datasets.find((dataset) => dataset.classNames)?.classNames;
    if (classNames) this.classNames = classNames;
  }

  get(index: number, rng?: Generator): Example | Promise<Example> {
    const part = this.#partOf(index);
    return this.datasets[part]!.get(index - this.#starts[part]!, rng);
  }

  async batch(indices: ArrayLike<number>, rngs?: readonly Generator[]): Promise<Example> {
    checkArgument('ConcatDataset.batch', 'indices', indices, 'arrayLike');
    const places = new Map<number, number[]>(); // places in the batch, by data set
    for (let place = 0; place < indices.length; place++) {
      const part = this.#partOf(indices[place]!);
      const known = places.get(part);
      if (known) known.push(place);
      else places.set(part, [place]);
    }
    const rows: HostArray[][] = []; // field by field, in the batch's order
    let only: Example = [];
    for (const [part, own] of places) {
      const numbers = own.map((place) => indices[place]! - this.#starts[part]!);
      only = await fetchBatch(this.datasets[part]!, numbers, rngs && own.map((place) => rngs[place]!));
      for (const [field, array] of only.entries()) {
        rows[field] ??= [];
        for (const [i, row] of unstackRows(array).entries()) rows[field][own[i]!] = row;
      }
    }
    return places.size === 1 ? only : rows.map(stackRows);
  }

  #partOf(index: number): number {
    checkIndex('ConcatDataset', index, this.length);
    return this.#starts.findLastIndex((start, part) => start <= index && this.datasets[part]!.length > 0);
  }
}
