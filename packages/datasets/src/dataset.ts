import { ArgumentError } from '@neurona/backend';
import { type HostArray, stackRows, takeRows } from './host-array.js';

/** One example, or one batch: its fields, as image and class. */
export type Example = readonly HostArray[];

/** Examples by number. */
export interface Dataset {
  readonly length: number;
  /** One example; fields have no batch axis. */
  get(index: number): Example | Promise<Example>;
  /** Many examples at once, fields stacked; where it is missing they are fetched one by one. */
  batch?(indices: ArrayLike<number>): Example | Promise<Example>;
  /** Names of the classes, where targets are class numbers. */
  readonly classNames?: readonly string[];
}

/** Settings of {@link ArrayDataset}. */
export interface ArrayDatasetOptions {
  /** Names of the classes. */
  readonly classNames?: readonly string[];
}

/**
 * Examples in arrays: row i of each field is example i.
 * @throws {@link ArgumentError} if there are no fields or they differ in length.
 * @example
 * const xs = hostArray(new Float32Array([0, 1, 2, 3]), [2, 2]);
 * const ys = hostArray(new Int32Array([0, 1]));
 * new ArrayDataset([xs, ys]).get(1)[0].values; // => [2, 3]
 */
export class ArrayDataset implements Dataset {
  readonly length: number;
  readonly fields: Example;
  declare readonly classNames?: readonly string[];

  constructor(fields: Example, options: ArrayDatasetOptions = {}) {
    const lengths = fields.map((field) => field.shape[0] ?? 0);
    if (lengths.length === 0 || lengths.some((length) => length !== lengths[0])) {
      throw new ArgumentError('ArrayDataset', {
        expected: 'fields with one row for each example',
        received: lengths.length === 0 ? 'no fields' : `${lengths.join(' and ')} rows`,
      });
    }
    this.length = lengths[0]!;
    this.fields = fields;
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

/**
 * Some examples of a data set, in an order of their own.
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
    for (let i = 0; i < indices.length; i++) checkIndex('Subset', indices[i]!, dataset.length);
    if (dataset.classNames) this.classNames = dataset.classNames;
  }

  get length(): number {
    return this.indices.length;
  }

  get(index: number): Example | Promise<Example> {
    checkIndex('Subset', index, this.length);
    return this.dataset.get(this.indices[index]!);
  }

  batch(indices: ArrayLike<number>): Example | Promise<Example> {
    return fetchBatch(
      this.dataset,
      Array.from(indices, (i) => this.indices[i]!),
    );
  }
}

/** Many examples of any data set, fields stacked. */
export async function fetchBatch(dataset: Dataset, indices: ArrayLike<number>): Promise<Example> {
  if (dataset.batch) return dataset.batch(indices);
  const examples = await Promise.all(Array.from(indices, (i) => dataset.get(i)));
  return (examples[0] ?? []).map((_, field) => stackRows(examples.map((example) => example[field]!)));
}

function checkIndex(subject: string, index: number, length: number): void {
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  throw new ArgumentError(subject, { expected: `an index from 0 to ${length - 1}`, received: index });
}
