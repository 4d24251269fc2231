import type { Generator } from '@neurona/tensor';
import type { Dataset, Example } from '../dataset.js';
import { checkDataset } from '../dataset.js';

/**
 * Caches examples in memory once they were loaded: decoded images, tokenized texts. Apply random transforms after it, or each
 * example keeps its first random transform. With workers, each keeps the examples that it loads.
 * @example
 * let loaded = 0;
 * const data = new CacheDataset({ length: 2, get: (i) => [hostArray(Float32Array.of(i + loaded++))] });
 * await data.get(1);
 * await data.get(1);
 * loaded; // => 1
 */
export class CacheDataset implements Dataset {
  readonly length: number;
  declare readonly classNames?: readonly string[];
  readonly #kept = new Map<number, Example | Promise<Example>>();

  constructor(readonly dataset: Dataset) {
    this.length = checkDataset('CacheDataset', dataset).length;
    if (dataset.classNames) this.classNames = dataset.classNames;
  }

  get(index: number, rng?: Generator): Example | Promise<Example> {
    const known = this.#kept.get(index);
    if (known) return known;
    const example = this.dataset.get(index, rng);
    this.#kept.set(index, example);
    if (example instanceof Promise) {
      example.then(
        (loaded) => this.#kept.set(index, loaded),
        () => this.#kept.delete(index), // the next call tries again
      );
    }
    return example;
  }

  /** Clears the cache. */
  clear(): void {
    this.#kept.clear();
  }
}
