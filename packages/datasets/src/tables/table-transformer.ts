import { ArgumentError, describeShape } from '@neurona/backend';
import { type HostArray, hostArray, isHostArray } from '../host-array.js';
import { type SavedState, savedObject, savedTexts } from '../saved-state.js';
import { isNumericColumn, type Table, type TableColumn } from './table.js';

/** Input of transformers: a table, an array `[N, D]`, or rows of numbers; columns without names are `x0`, `x1` and so on. */
export type TableLike = Table | HostArray | readonly (readonly number[])[];

/** One column with its name. Lists of them keep an order that names alone may not. */
export interface NamedColumn {
  readonly name: string;
  readonly values: TableColumn;
}

/** What a transformer has learned, as plain JSON: its own values, the transformer's name and the columns it was fitted on. */
export type FittedState<State extends object = object> = State & {
  readonly type: string;
  readonly inputs: readonly string[];
};

/**
 * Base class of transformers: `fit` learns from the columns of a table, such as means or categories; `transform` then changes
 * the same columns of any table. Fit on the training set, then apply to all. A custom transformer consists of three functions
 * without side effects: `learn`, `apply`, `restore`.
 * @example
 * class Centred extends TableTransformer {
 *   type = 'Centred';
 *   learn(columns) {
 *     return { first: columns.map(({ values }) => values[0]) };
 *   }
 *   apply(columns, { first }) {
 *     return columns.map(({ name, values }, j) => ({ name, values: values.map((value) => value - first[j]) }));
 *   }
 *   restore(saved) {
 *     return { first: saved.first };
 *   }
 * }
 * new Centred().fit([[5], [7]]).transform([[8]]).values; // => [3]
 */
export abstract class TableTransformer<State extends object = object> {
  /** Its name in errors and saved states. */
  abstract readonly type: string;
  #fitted: FittedState<State> | undefined;

  /** Learns about columns; returns plain JSON. */
  abstract learn(columns: readonly NamedColumn[]): State;
  /** The columns changed; `columns` are those it was fitted on, in that order. */
  abstract apply(columns: readonly NamedColumn[], state: State): readonly NamedColumn[];
  /** Checks what was read from a file. */
  abstract restore(saved: Readonly<Record<string, unknown>>, inputs: readonly string[]): State;

  /**
   * Learns from a table.
   * @throws {@link ArgumentError} if the table has no rows or its columns are of a wrong kind.
   */
  fit(data: TableLike): this {
    this.#fitted = this.learnState(readColumns(this.type, data));
    return this;
  }

  /**
   * Applies what was learned: float32 `[N, D]`, with the columns of `featureNames`.
   * @throws {@link ArgumentError} if it is not fitted, a column is missing, or text is left.
   */
  transform(data: TableLike): HostArray {
    const columns = this.applyState(this.#read(data), this.#known);
    const length = rowCount(data);
    const values = new Float32Array(length * columns.length);
    for (const [j, { name, values: numbers }] of columns.entries()) {
      if (!isNumericColumn(numbers)) {
        throw new ArgumentError(`${this.type}.transform`, {
          expected: 'columns of numbers',
          received: `text in column "${name}"`,
          hint: 'Encode them too (OneHotEncoder, OrdinalEncoder), or take a table (transformTable).',
        });
      }
      for (let i = 0; i < length; i++) values[i * columns.length + j] = numbers[i]!;
    }
    return hostArray(values, [length, columns.length]);
  }

  /** Learns from a table and applies it to the same. */
  fitTransform(data: TableLike): HostArray {
    return this.fit(data).transform(data);
  }

  /**
   * As `transform`, in double precision and with names; columns may hold text.
   * @throws {@link ArgumentError} as `transform` does, and if two columns get the same name.
   */
  transformTable(data: TableLike): Table {
    const columns = this.applyState(this.#read(data), this.#known);
    checkDifferentNames(
      this.type,
      columns.map(({ name }) => name),
    );
    return {
      columns: Object.fromEntries(columns.map(({ name, values }) => [name, values])),
      length: rowCount(data),
    };
  }

  /** Names of the columns that `transform` returns. */
  get featureNames(): readonly string[] {
    const known = this.#known;
    const empty = known.inputs.map((name) => ({ name, values: [] }));
    return this.apply(empty, known).map(({ name }) => name);
  }

  /** What was learned, as plain JSON, to be saved with the model. Settings are the constructor's and not in it. */
  stateDict(): FittedState<State> {
    return structuredClone(this.#known);
  }

  /**
   * Restores what was learned, as read from JSON.
   * @throws {@link ArgumentError} if it doesn't fit; nothing is changed then.
   */
  loadStateDict(state: object): this {
    this.#fitted = this.restoreState(state);
    return this;
  }

  /** @internal What it learns from columns, with their names. */
  learnState(columns: readonly NamedColumn[]): FittedState<State> {
    if (columns.length === 0 || columns[0]!.values.length === 0) {
      throw new ArgumentError(`${this.type}.fit`, {
        expected: 'a table with rows and columns',
        received: columns.length === 0 ? 'no columns' : 'no rows',
      });
    }
    return { ...this.learn(columns), type: this.type, inputs: columns.map(({ name }) => name) };
  }

  /** @internal Applies a state to columns found by name. */
  applyState(columns: readonly NamedColumn[], state: FittedState<State>): readonly NamedColumn[] {
    return this.apply(pickColumns(this.type, columns, state.inputs), state);
  }

  /** @internal Checks a saved state. */
  restoreState(state: unknown): FittedState<State> {
    const saved: SavedState = savedObject(this.type, state, `a state of ${this.type}`);
    if (saved.type !== this.type) {
      throw new ArgumentError(`${this.type}.loadStateDict`, {
        expected: `a state of ${this.type}`,
        received: `one of ${String(saved.type)}`,
      });
    }
    const inputs = savedTexts(this.type, saved, 'inputs');
    return { ...this.restore(saved, inputs), type: this.type, inputs };
  }

  /** @internal What was learned, or an error. */
  protected get fitted(): FittedState<State> {
    return this.#known;
  }

  /** A table's columns by their names; those of an array are meant by index. */
  #read(data: TableLike): NamedColumn[] {
    const columns = readColumns(this.type, data);
    if ('columns' in data) return columns;
    const { inputs } = this.#known;
    if (columns.length === inputs.length)
      return columns.map(({ values }, j) => ({ name: inputs[j]!, values }));
    throw new ArgumentError(this.type, {
      expected: `${inputs.length} columns, as it was fitted on`,
      received: columns.length,
    });
  }

  get #known(): FittedState<State> {
    if (this.#fitted) return this.#fitted;
    throw new ArgumentError(this.type, {
      expected: 'to be fitted',
      received: 'no state',
      hint: 'Call fit with the training set, or loadStateDict.',
    });
  }
}

/** @internal Refuses results of which a table could hold only one. */
export function checkDifferentNames(subject: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      throw new ArgumentError(subject, {
        expected: 'results of different names',
        received: `"${name}" twice`,
        hint: 'Name each column in one step only.',
      });
    }
    seen.add(name);
  }
}

/** @internal Columns of what a transformer was given; rows and arrays are turned on their side. */
export function readColumns(subject: string, data: TableLike): NamedColumn[] {
  const isRows = Array.isArray(data) && data.every((row) => isArrayLike(row));
  if (!isRows && !isHostArray(data) && typeof (data as Table)?.columns !== 'object') {
    throw new ArgumentError(subject, {
      expected: 'a table, an array [N, D] or rows of numbers',
      received: data,
      hint: 'Make a table of columns with table, or of text with readCsv.',
    });
  }
  if ('columns' in data) {
    const columns = Object.entries(data.columns).map(([name, values]) => ({ name, values }));
    for (const { name, values } of columns) checkColumn(subject, name, values, data.length);
    return columns;
  }
  const rows = 'dtype' in data ? arrayRows(subject, data) : data;
  const width = 'dtype' in data ? (data.shape[1] ?? 0) : (data[0]?.length ?? 0);
  const uneven = rows.findIndex((row) => row.length !== width);
  if (uneven >= 0) {
    throw new ArgumentError(subject, {
      expected: `rows of ${width} numbers, as the first has`,
      received: `${rows[uneven]!.length} (row ${uneven})`,
    });
  }
  return Array.from({ length: width }, (_, j) => {
    const values = Float64Array.from(rows, (row) => row[j]!);
    checkColumn(subject, `x${j}`, values, rows.length);
    return { name: `x${j}`, values };
  });
}

const isArrayLike = (value: unknown): boolean => Array.isArray(value) || ArrayBuffer.isView(value);

function arrayRows(subject: string, { values, shape }: HostArray): ArrayLike<number>[] {
  const [length = 0, width = 0] = shape;
  if (shape.length !== 2) {
    throw new ArgumentError(subject, {
      expected: 'an array [N, D]',
      received: describeShape(shape),
      hint: shape.length === 1 ? 'One column has the shape [N, 1].' : undefined,
    });
  }
  return Array.from({ length }, (_, i) => values.subarray(i * width, (i + 1) * width));
}

function checkColumn(subject: string, name: string, values: TableColumn, length: number): void {
  if (values.length !== length) {
    throw new ArgumentError(subject, {
      expected: `${length} values in column "${name}"`,
      received: values.length,
    });
  }
  const row = Array.prototype.findIndex.call(values, isInfinite);
  if (row >= 0) {
    throw new ArgumentError(subject, {
      expected: `finite or missing values in column "${name}"`,
      received: values[row],
      where: `row ${row}`,
    });
  }
}

const isInfinite = (value: unknown): boolean =>
  typeof value === 'number' && Math.abs(value) === Number.POSITIVE_INFINITY;

const rowCount = (data: TableLike): number => ('dtype' in data ? (data.shape[0] ?? 0) : data.length);

function pickColumns(
  subject: string,
  columns: readonly NamedColumn[],
  inputs: readonly string[],
): readonly NamedColumn[] {
  const byName = new Map(columns.map((one) => [one.name, one]));
  return inputs.map((name) => {
    const found = byName.get(name);
    if (found) return found;
    throw new ArgumentError(subject, {
      expected: `the columns that it was fitted on: ${inputs.join(', ')}`,
      received: columns.map((one) => one.name).join(', '),
    });
  });
}
