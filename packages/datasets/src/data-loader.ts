import { ArgumentError, currentBackend } from '@neurona/backend';
import { type Generator, own, permutationArray, type Tensor, tensor } from '@neurona/tensor';
import { type Dataset, fetchBatch } from './dataset.js';

/** Settings of {@link DataLoader}. */
export interface DataLoaderOptions {
  /** Examples in a batch, default 32. */
  readonly batchSize?: number;
  /** A new order for each pass, default false. */
  readonly shuffle?: boolean;
  /** Whether a last, smaller batch is left out, default false. */
  readonly dropLast?: boolean;
  /** Where the order comes from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

/**
 * Batches of a data set as tensors on the chosen backend. Iterating is `for await`; a batch is freed when the next one is asked
 * for, so copy (`clone`) what should outlive it.
 * @throws {@link ArgumentError} if `batchSize` is not a whole number of at least 1.
 * @example
 * const data = new ArrayDataset([hostArray(new Float32Array([0, 1, 2, 3, 4]))]);
 * const sizes = [];
 * for await (const [x] of new DataLoader(data, { batchSize: 2 })) sizes.push(x.size);
 * sizes; // => [2, 2, 1]
 */
export class DataLoader implements AsyncIterable<readonly Tensor[]> {
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly #rng: Generator | undefined;

  constructor(
    readonly dataset: Dataset,
    options: DataLoaderOptions = {},
  ) {
    this.batchSize = options.batchSize ?? 32;
    this.shuffle = options.shuffle ?? false;
    this.dropLast = options.dropLast ?? false;
    this.#rng = options.rng;
    if (!Number.isInteger(this.batchSize) || this.batchSize < 1) {
      throw new ArgumentError('DataLoader', {
        expected: 'batchSize to be a whole number of at least 1',
        received: this.batchSize,
      });
    }
  }

  /** Number of batches in a pass. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Tensor[], void, void> {
    const { dataset, batchSize } = this;
    const order = this.shuffle ? permutationArray(dataset.length, this.#rng) : undefined;
    for (let i = 0; i < this.length; i++) {
      const end = Math.min((i + 1) * batchSize, dataset.length);
      const indices = order?.subarray(i * batchSize, end) ?? range(i * batchSize, end);
      const fields = await fetchBatch(dataset, indices);
      const backend = currentBackend();
      const batch = fields.map(({ values, shape, dtype }) => own(tensor(values, { shape, dtype, backend })));
      try {
        yield batch;
      } finally {
        for (const field of batch) field.dispose();
      }
    }
  }
}

const range = (start: number, end: number): Int32Array =>
  Int32Array.from({ length: end - start }, (_, i) => start + i);
