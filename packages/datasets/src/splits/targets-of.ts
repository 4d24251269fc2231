import { ArgumentError, describeShape, type TypedArray, typedArray } from '@neurona/backend';
import { Subset } from '../combining/subset.js';
import { ArrayDataset, checkDataset, type Dataset, type Example, fetchBatch } from '../dataset.js';

/** Examples that are fetched at once. */
const batchSize = 256;

/**
 * The targets of a data set, one number for each example, such as classes for a stratified split. From arrays they are read at
 * once; other data sets load every example.
 * @param field - The field of an example that holds them, default 1: the one after the inputs.
 * @throws {@link ArgumentError} if there is no such field, or it holds more than a number for each example.
 * @example
 * const data = new ArrayDataset([[[0], [1], [2], [3]], Int32Array.of(0, 1, 0, 1)]);
 * const part = new Subset(data, [3, 1, 0]);
 * await targetsOf(part); // => [1, 1, 0]
 * const [train, test] = trainTestSplit(data, { stratify: await targetsOf(data), testSize: 2 });
 */
export async function targetsOf(dataset: Dataset, field = 1): Promise<TypedArray> {
  checkDataset('targetsOf', dataset);
  if (dataset instanceof ArrayDataset) return numbersOf(dataset.fields, field, dataset.length);
  if (dataset instanceof Subset && dataset.dataset instanceof ArrayDataset) {
    return numbersOf(dataset.dataset.batch(dataset.indices), field, dataset.length);
  }
  const parts: TypedArray[] = [];
  for (let start = 0; start < dataset.length; start += batchSize) {
    const length = Math.min(batchSize, dataset.length - start);
    const indices = Int32Array.from({ length }, (_, i) => start + i);
    parts.push(numbersOf(await fetchBatch(dataset, indices), field, length));
  }
  return parts.length === 0 ? new Int32Array(0) : joined(parts);
}

function numbersOf(fields: Example, field: number, count: number): TypedArray {
  const found = fields[field];
  if (!found) {
    throw new ArgumentError('targetsOf', {
      expected: `one of the ${fields.length} fields, from 0 to ${fields.length - 1}`,
      received: field,
    });
  }
  if (found.values.length === count) return found.values;
  throw new ArgumentError('targetsOf', {
    expected: 'one number for each example',
    received: `shape ${describeShape(found.shape)}`,
    where: `field ${field}`,
  });
}

function joined(parts: readonly TypedArray[]): TypedArray {
  const first = parts[0]!;
  const kind = first instanceof Float32Array ? 'float32' : first instanceof Int32Array ? 'int32' : 'bool';
  const all = typedArray(
    kind,
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
