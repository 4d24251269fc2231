import { ArgumentError } from '@neurona/backend';
import {
  ArrayDataset,
  DataLoader,
  type Dataset,
  type HostArray,
  type HostValues,
  type IterableDataset,
} from '@neurona/datasets';
import { isTensor, type Tensor } from '@neurona/tensor';
import type { Batches } from './batch.js';

/** The fields of all examples, inputs and then targets: arrays or tensors with a row for each example. */
export type FieldArrays = readonly (Tensor | HostArray | HostValues)[];

/** Data for training or evaluation: a `DataLoader` or other batches, a data set, or arrays `[inputs, targets]`. */
export type Data = Batches | Dataset | IterableDataset | FieldArrays;

/** Settings of the batches of a data set or arrays; a loader has its own. */
export interface BatchingOptions {
  /** Examples in a batch. */
  readonly batchSize?: number;
  /** Whether to shuffle the examples in each epoch. */
  readonly shuffle?: boolean;
}

/** @internal The batches of any data. */
export async function batchesOf(
  subject: string,
  data: Data,
  options: BatchingOptions,
  defaults: Required<BatchingOptions>,
): Promise<Batches> {
  if (isBatches(data)) {
    for (const name of ['batchSize', 'shuffle'] as const)
      if (options[name] !== undefined) throw twice(subject, name);
    return data;
  }
  const dataset = Array.isArray(data) ? await fromArrays(subject, data as FieldArrays) : data;
  if (!isDataset(dataset)) {
    throw new ArgumentError(subject, {
      expected: 'a DataLoader, a data set, or arrays [inputs, targets]',
      received: data,
      hint: 'Pass new DataLoader(dataset, { batchSize: 32 }), or [x, y] with a row for each example.',
    });
  }
  const { batchSize = defaults.batchSize } = options;
  const canShuffle = !('iterate' in dataset); // examples that come one after another have their order
  return new DataLoader(dataset, { batchSize, shuffle: options.shuffle ?? (canShuffle && defaults.shuffle) });
}

/**
 * @internal
 * @throws {@link ArgumentError} if data must be iterated several times, and can't be.
 */
export function checkRepeats(subject: string, data: Batches, times: number): void {
  if (
    times <= 1 ||
    !('next' in data || (typeof ReadableStream === 'function' && data instanceof ReadableStream))
  )
    return;
  throw new ArgumentError(subject, {
    expected: `data that can be iterated ${times} times`,
    received: 'a generator or stream, which comes to its end once',
    hint: 'Pass { [Symbol.asyncIterator]: batches } with the generator function itself, or iterableDataset(function* () { … }).',
  });
}

const isBatches = (data: Data): data is Batches =>
  typeof data === 'object' &&
  data !== null &&
  (Symbol.asyncIterator in data || (Symbol.iterator in data && 'next' in data));

const isDataset = (data: unknown): data is Dataset | IterableDataset =>
  typeof data === 'object' && data !== null && ('get' in data || 'iterate' in data);

async function fromArrays(subject: string, fields: FieldArrays): Promise<ArrayDataset> {
  if (fields.length > 0 && fields.every((field) => typeof field === 'object' && field !== null)) {
    return new ArrayDataset(await Promise.all(fields.map(onHost)));
  }
  throw new ArgumentError(subject, {
    expected: 'arrays with a row for each example, as [inputs, targets]',
    received: fields,
    hint: 'Put the array of inputs into another array: [inputs].',
  });
}

async function onHost(field: Tensor | HostArray | HostValues): Promise<HostArray | HostValues> {
  if (!isTensor(field)) return field;
  return { values: await field.data(), shape: field.shape, dtype: field.dtype };
}

const twice = (subject: string, name: string): ArgumentError =>
  new ArgumentError(subject, {
    expected: `no ${name} beside batches that are made already`,
    received: name,
    hint: `Pass it to the DataLoader: new DataLoader(dataset, { ${name}: … }).`,
  });
