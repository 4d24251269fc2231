import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type Generator, isTensor } from '@neurona/tensor';
import { type HostArray, type HostValues, hostArray, isHostArray, takeRows } from './host-array.js';
import { stackExamples } from './loading/collate/collate.js';

/** One example, or one batch: its fields, as image and class. */
export type Example = readonly HostArray[];

/**
 * Examples by index. Randomness, such as augmentation, is drawn from the generator that is passed in: a
 * `DataLoader` passes each example one that depends only on its seed, the epoch and the example's position in the epoch, so that
 * results are the same with any number of workers and after resuming. Without a generator, `manualSeed`'s is used.
 */
export interface Dataset {
  readonly length: number;
  /** One example; fields have no batch axis. */
  get(index: number, rng?: Generator): Example | Promise<Example>;
  /**
   * Returns many examples at once, fields stacked; optional, else they are fetched one by one.
   * @param rngs - A generator for each of the examples.
   */
  batch?(indices: ArrayLike<number>, rngs?: readonly Generator[]): Example | Promise<Example>;
  /** Names of the classes, if targets are class indices. */
  readonly classNames?: readonly string[];
}

/** Settings of {@link ArrayDataset}. */
export interface ArrayDatasetOptions {
  /** Names of the classes. */
  readonly classNames?: readonly string[];
}

/**
 * Examples in arrays: row i of each field is example i.
 * @param fields - Arrays with one row for each example: a {@link HostArray}, a flat array with one number for each, or nested
 * arrays, which are stored as {@link hostArray} does. Class numbers are int32: an `Int32Array`.
 * @throws {@link ArgumentError} if there are no fields, they differ in length, one is a tensor, or they aren't in one list.
 * @example
 * const data = new ArrayDataset([[[0, 1], [2, 3]], Int32Array.of(0, 1)]);
 * data.get(1)[0].values; // => [2, 3]
 * data.get(1)[1].values; // => [1]
 */
export class ArrayDataset implements Dataset {
  readonly length: number;
  readonly fields: Example;
  declare readonly classNames?: readonly string[];

  constructor(fields: readonly (HostArray | HostValues)[], options: ArrayDatasetOptions = {}) {
    checkFields(fields, options);
    this.fields = fields.map((field) => (isHostArray(field) ? field : hostArray(field)));
    const lengths = this.fields.map((field) => field.shape[0] ?? 0);
    if (lengths.length === 0 || lengths.some((length) => length !== lengths[0])) {
      throw new ArgumentError('ArrayDataset', {
        expected: 'fields with one row for each example',
        received: lengths.length === 0 ? 'no fields' : `${lengths.join(' and ')} rows`,
      });
    }
    this.length = lengths[0]!;
    if (options.classNames) this.classNames = options.classNames;
  }

  get(index: number): Example {
    checkIndex('ArrayDataset', index, this.length);
    return this.batch([index]).map((field) => ({ ...field, shape: field.shape.slice(1) }));
  }

  batch(indices: ArrayLike<number>): Example {
    return this.fields.map((field) => takeRows(field, indices));
  }
}

const arrayDatasetOptions: OptionTable<ArrayDatasetOptions> = { classNames: ['no', 'yes'] };

/** Explains common mistakes. */
function checkFields(fields: unknown, options: object): void {
  const isArray = (value: unknown): boolean =>
    Array.isArray(value) || ArrayBuffer.isView(value) || isHostArray(value) || isTensor(value);
  if (!Array.isArray(fields) || isArray(options)) {
    throw new ArgumentError('ArrayDataset', {
      expected: 'all fields in one list, as [inputs, targets]',
      received: isArray(options) ? 'two arrays' : fields,
      hint: 'Write new ArrayDataset([inputs, targets]).',
    });
  }
  checkOptions<ArrayDatasetOptions>('ArrayDataset', options, arrayDatasetOptions);
  const tensorAt = fields.findIndex(isTensor);
  if (tensorAt < 0) return;
  throw new ArgumentError('ArrayDataset', {
    expected: "arrays in JavaScript's memory",
    received: 'a tensor',
    where: `field ${tensorAt}`,
    hint: 'Read its values: hostArray(await x.data(), x.shape).',
  });
}

/**
 * Many examples of any data set, fields stacked.
 * @param rngs - A generator for each of the examples, default the one that `manualSeed` sets.
 * @example
 * const data = { length: 3, get: (i) => [hostArray(Float32Array.of(i, i * i))] };
 * (await fetchBatch(data, [2, 1]))[0].values; // => [2, 4, 1, 1]
 */
export async function fetchBatch(
  dataset: Dataset,
  indices: ArrayLike<number>,
  rngs?: readonly Generator[],
): Promise<Example> {
  checkDataset('fetchBatch', dataset);
  if (dataset.batch) return dataset.batch(indices, rngs);
  const examples = await Promise.all(Array.from(indices, (i, place) => dataset.get(i, rngs?.[place])));
  return stackExamples(examples);
}

/** @internal Returns a data set that is one. */
export function checkDataset<D extends Pick<Dataset, 'length'>>(subject: string, dataset: D): D {
  if (typeof dataset === 'object' && typeof dataset?.length === 'number' && !Array.isArray(dataset))
    return dataset;
  throw new ArgumentError(subject, {
    expected: 'a data set',
    received: dataset,
    hint: 'Make one of arrays: new ArrayDataset([inputs, targets]).',
  });
}

/** @internal Throws if an index is out of range. */
export function checkIndex(subject: string, index: number, length: number): void {
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  throw new ArgumentError(subject, { expected: `an index from 0 to ${length - 1}`, received: index });
}
