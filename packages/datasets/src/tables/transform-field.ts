import { ArgumentError, describeShape } from '@neurona/backend';
import { mapBatches } from '../combining/map-batches.js';
import { checkDataset, type Dataset, fetchBatch } from '../dataset.js';
import type { HostArray } from '../host-array.js';
import type { TableTransformer } from './table-transformer.js';

/**
 * Fits a transformer on a field `[D]` of a data set. Use the training set, never the test set.
 * @param field - Which field, default the first.
 * @throws {@link ArgumentError} if the data set has no such field, or its examples are no rows of numbers.
 * @example
 * const [train, test] = trainTestSplit(await wine(), { testSize: 0.25, rng: new Generator(1) });
 * const scaler = await fitField(new StandardScaler(), train);
 * const scaled = transformField(scaler, test);
 * (await scaled.get(0))[0].shape; // => [13]
 */
export async function fitField<T extends TableTransformer>(
  transformer: T,
  dataset: Dataset,
  field = 0,
): Promise<T> {
  checkDataset('fitField', dataset);
  const all = Int32Array.from({ length: dataset.length }, (_, i) => i);
  const fields = await fetchBatch(dataset, all);
  transformer.fit(rows('fitField', fields, field));
  return transformer;
}

/**
 * A data set with a field `[D]` transformed lazily; the other fields stay.
 * @param field - Which field, default the first.
 * @throws {@link ArgumentError} on reading, if the data set has no such field, or its examples are no rows of numbers.
 */
export const transformField = (transformer: TableTransformer, dataset: Dataset, field = 0): Dataset =>
  mapBatches(dataset, (batch) => {
    const transformed = transformer.transform(rows('transformField', batch, field));
    return batch.map((one, i) => (i === field ? transformed : one));
  });

function rows(subject: string, fields: readonly HostArray[], field: number): HostArray {
  const array = fields[field];
  if (array?.shape.length === 2) return array;
  throw new ArgumentError(subject, {
    expected: `field ${field} to have a row of numbers for each example`,
    received: array ? describeShape(array.shape.slice(1)) : `${fields.length} fields`,
  });
}
