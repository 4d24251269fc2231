import { ArgumentError } from '@neurona/backend';
import { type HostArray, hostArray } from '../host-array.js';
import { type SavedState, savedNumbers } from '../saved-state.js';
import { isNumericColumn } from './table.js';
import { type NamedColumn, readColumns, type TableLike, TableTransformer } from './table-transformer.js';

/** A number for each column, by what it is. */
export type ScalerState<Key extends string> = Readonly<Record<Key, readonly number[]>>;

/** Base class of scalers: each column is mapped by a function of one number, which has an inverse. Missing numbers stay missing. */
export abstract class ColumnScaler<Key extends string> extends TableTransformer<ScalerState<Key>> {
  /** Names of what is known about a column. */
  abstract readonly keys: readonly Key[];
  /** Learns about a column; `values` has no missing ones and is not empty. */
  abstract measure(values: Float64Array): Record<Key, number>;
  /** A number scaled. */
  abstract scale(value: number, known: Readonly<Record<Key, number>>): number;
  /** A number as it was before. */
  abstract unscale(value: number, known: Readonly<Record<Key, number>>): number;

  override learn(columns: readonly NamedColumn[]): ScalerState<Key> {
    const known = columns.map((one) => this.measure(presentNumbers(this.type, one)));
    return this.#state((key) => known.map((values) => values[key]));
  }

  override apply(columns: readonly NamedColumn[], state: ScalerState<Key>): NamedColumn[] {
    return columns.map((one, j) => {
      const known = this.#known(state, j);
      const values = Float64Array.from(numbersOf(this.type, one), (value) => this.scale(value, known));
      return { name: one.name, values };
    });
  }

  override restore(saved: SavedState, inputs: readonly string[]): ScalerState<Key> {
    return this.#state((key) => savedNumbers(this.type, saved, key, inputs.length));
  }

  /**
   * Numbers as they were before `transform`: float32 `[N, D]`.
   * @throws {@link ArgumentError} if it is not fitted, or `data` has other columns.
   */
  inverseTransform(data: TableLike): HostArray {
    const { fitted } = this;
    const columns = readColumns(this.type, data);
    if (columns.length !== fitted.inputs.length) {
      throw new ArgumentError(`${this.type}.inverseTransform`, {
        expected: `${fitted.inputs.length} columns, as it was fitted on`,
        received: columns.length,
      });
    }
    const length = columns[0]!.values.length;
    const values = new Float32Array(length * columns.length);
    for (const [j, one] of columns.entries()) {
      const known = this.#known(fitted, j);
      const numbers = numbersOf(this.type, one);
      for (let i = 0; i < length; i++) values[i * columns.length + j] = this.unscale(numbers[i]!, known);
    }
    return hostArray(values, [length, columns.length]);
  }

  #state(column: (key: Key) => readonly number[]): ScalerState<Key> {
    return Object.fromEntries(this.keys.map((key) => [key, column(key)])) as ScalerState<Key>;
  }

  #known(state: ScalerState<Key>, j: number): Record<Key, number> {
    return Object.fromEntries(this.keys.map((key) => [key, state[key][j]!])) as Record<Key, number>;
  }
}

/** @internal A column's numbers. */
export function numbersOf(
  subject: string,
  { name, values }: NamedColumn,
): ArrayLike<number> & Iterable<number> {
  if (isNumericColumn(values)) return values;
  throw new ArgumentError(subject, {
    expected: 'columns of numbers',
    received: `text in column "${name}"`,
    hint: 'Give each column its transformer with ColumnTransformer.',
  });
}

/** @internal A column's numbers without missing ones. */
export function presentNumbers(subject: string, column: NamedColumn): Float64Array {
  const values = Float64Array.from(numbersOf(subject, column)).filter((value) => !Number.isNaN(value));
  if (values.length > 0) return values;
  throw new ArgumentError(`${subject}.fit`, {
    expected: `a value in column "${column.name}"`,
    received: 'only missing ones',
    hint: "Leave the column out, or fill it with SimpleImputer's strategy 'constant'.",
  });
}

/** @internal The value below which a share of sorted numbers lies, between two of them by their distance. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place % 1);
}
