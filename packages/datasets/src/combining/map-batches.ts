import { checkArgument } from '@neurona/backend';
import { defaultGenerator, type Generator } from '@neurona/tensor';
import { checkDataset, type Dataset, type Example, fetchBatch } from '../dataset.js';
import { unstackRows } from '../host-array.js';

/** Changes a whole batch, one generator for each of its examples. */
export type HostBatchTransform = (batch: Example, rngs: readonly Generator[]) => Example | Promise<Example>;

/**
 * A data set whose batches are transformed lazily, when they are loaded. Faster than one example at a time if a transform can
 * process a whole batch at once.
 * @param transform - Takes a batch, fields `[N, ...]`, and returns the changed one; randomness of its example i is drawn
 * from generator i.
 * @example
 * const data = new ArrayDataset([[1, 2, 3]]);
 * const halves = mapBatches(data, ([x]) => [hostArray(x.values.map((value) => value / 2), x.shape)]);
 * (await fetchBatch(halves, [0, 2]))[0].values; // => [0.5, 1.5]
 */
export function mapBatches(dataset: Dataset, transform: HostBatchTransform): Dataset {
  checkDataset('mapBatches', dataset);
  checkArgument('mapBatches', 'the transform', transform, 'function');
  const batch = async (indices: ArrayLike<number>, rngs?: readonly Generator[]): Promise<Example> => {
    const own = rngs ?? Array.from({ length: indices.length }, defaultGenerator);
    return transform(await fetchBatch(dataset, indices, own), own);
  };
  return {
    ...(dataset.classNames && { classNames: dataset.classNames }),
    length: dataset.length,
    batch,
    get: async (index, rng) => (await batch([index], rng && [rng])).map((field) => unstackRows(field)[0]!),
  };
}
