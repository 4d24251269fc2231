import { ArgumentError, checkArgument, checkOptions } from '@neurona/backend';
import { checkHostArray, type HostArray, hostArray, isHostArray } from '../host-array.js';
import { TabularDataset, type TabularDatasetOptions, tabularDatasetOptions } from './tabular-dataset.js';

/** One column of a table: numbers, where NaN is a missing one, or text, where null is. */
export type TableColumn = readonly number[] | Float64Array | readonly (string | null)[];

/** Named columns of one length, as a CSV file holds them. */
export interface Table {
  readonly columns: Readonly<Record<string, TableColumn>>;
  /** Number of rows. */
  readonly length: number;
}

/**
 * A table from its columns.
 * @throws {@link ArgumentError} if there are none or they differ in length.
 * @example
 * table({ age: [31, 45], city: ['Lima', null] }).length; // => 2
 */
export function table(columns: Readonly<Record<string, TableColumn>>): Table {
  checkArgument('table', 'columns', columns, 'record', 'Write table({ age: [31, 45] }).');
  const lengths = Object.entries(columns).map(
    ([name, values]) => checkArgument('table', `the column ${name}`, values, 'list').length,
  );
  if (lengths.length === 0 || lengths.some((length) => length !== lengths[0])) {
    throw new ArgumentError('table', {
      expected: 'columns of one length',
      received: lengths.length === 0 ? 'no columns' : `${lengths.join(' and ')} rows`,
    });
  }
  return { columns, length: lengths[0]! };
}

/**
 * One column of a table.
 * @throws {@link ArgumentError} if the table has no such column.
 * @example
 * tableColumn(table({ age: [31, 45] }), 'age'); // => [31, 45]
 */
export function tableColumn(from: Table, name: string): TableColumn {
  checkTable('tableColumn', from);
  const values = Object.hasOwn(from.columns, name) ? from.columns[name] : undefined;
  if (values) return values;
  throw new ArgumentError('tableColumn', {
    expected: `one of the columns ${Object.keys(from.columns).join(', ')}`,
    received: `"${name}"`,
  });
}

/** Returns a table that is one. */
function checkTable(subject: string, from: Table): Table {
  if (typeof from?.columns === 'object' && from.columns !== null) return from;
  throw new ArgumentError(subject, {
    expected: 'a table',
    received: from,
    hint: 'Make one of columns with table, or of text with readCsv.',
  });
}

/** Whether a column holds numbers: no text is in it. */
export const isNumericColumn = (values: TableColumn): values is readonly number[] | Float64Array =>
  values instanceof Float64Array ||
  checkArgument('isNumericColumn', 'values', values, 'list').every((value) => typeof value === 'number');

/**
 * Names of the columns that hold numbers.
 * @example
 * numericColumns(table({ age: [31, 45], city: ['Lima', null] })); // => ['age']
 */
export const numericColumns = (from: Table): string[] =>
  Object.keys(checkTable('numericColumns', from).columns).filter((name) =>
    isNumericColumn(from.columns[name]!),
  );

/**
 * Names of the columns that hold text.
 * @example
 * textColumns(table({ age: [31, 45], city: ['Lima', null] })); // => ['city']
 */
export const textColumns = (from: Table): string[] =>
  Object.keys(checkTable('textColumns', from).columns).filter(
    (name) => !isNumericColumn(from.columns[name]!),
  );

/**
 * A table of some columns, in the order given (names that are integers come first, by size); nothing is copied.
 * @throws {@link ArgumentError} if the table lacks one of them.
 * @example
 * Object.keys(selectColumns(table({ a: [1], b: [2], c: [3] }), ['c', 'a']).columns); // => ['c', 'a']
 */
export function selectColumns(from: Table, names: readonly string[]): Table {
  checkTable('selectColumns', from);
  checkArgument('selectColumns', 'names', names, 'list');
  return {
    columns: Object.fromEntries(names.map((name) => [name, tableColumn(from, name)])),
    length: from.length,
  };
}

/**
 * A table without some columns; nothing is copied.
 * @throws {@link ArgumentError} if the table lacks one of them.
 * @example
 * Object.keys(dropColumns(table({ a: [1], b: [2], c: [3] }), ['b']).columns); // => ['a', 'c']
 */
export function dropColumns(from: Table, names: readonly string[]): Table {
  checkTable('dropColumns', from);
  checkArgument('dropColumns', 'names', names, 'list');
  for (const name of names) tableColumn(from, name);
  const dropped = new Set(names);
  return selectColumns(
    from,
    Object.keys(from.columns).filter((name) => !dropped.has(name)),
  );
}

/**
 * A table of some rows, by number, in the order given.
 * @throws {@link ArgumentError} if there is no such row.
 * @example
 * selectRows(table({ a: [5, 6, 7] }), [2, 0]).columns.a; // => [7, 5]
 */
export function selectRows(from: Table, rows: ArrayLike<number>): Table {
  checkTable('selectRows', from);
  checkArgument('selectRows', 'rows', rows, 'list');
  const order = Array.from(rows);
  const outside = order.find((row) => !Number.isInteger(row) || row < 0 || row >= from.length);
  if (outside !== undefined) {
    throw new ArgumentError('selectRows', {
      expected: `rows from 0 to ${from.length - 1}`,
      received: outside,
    });
  }
  const columns = Object.entries(from.columns).map(([name, values]) => [
    name,
    values instanceof Float64Array
      ? Float64Array.from(order, (row) => values[row]!)
      : order.map((row) => values[row]!),
  ]);
  return { columns: Object.fromEntries(columns), length: order.length };
}

/**
 * A table without the rows that miss a value.
 * @param names - In which columns, default all.
 * @throws {@link ArgumentError} if the table lacks one of them.
 * @example
 * completeRows(table({ age: [31, NaN, 52], city: ['Lima', 'Oslo', null] }), ['age']).columns.city; // => ['Lima', null]
 */
export function completeRows(
  from: Table,
  names: readonly string[] = Object.keys(checkTable('completeRows', from).columns),
): Table {
  checkTable('completeRows', from);
  checkArgument('completeRows', 'names', names, 'list');
  const columns = names.map((name) => tableColumn(from, name));
  const isPresent = (value: number | string | null | undefined): boolean =>
    value !== null && !Number.isNaN(value);
  const rows = Array.from({ length: from.length }, (_, row) => row);
  return selectRows(
    from,
    rows.filter((row) => columns.every((values) => isPresent(values[row]))),
  );
}

/**
 * The columns of numbers as a matrix, float32 `[N, D]`.
 * @param names - Which columns, default all.
 * @throws {@link ArgumentError} if a column is missing from the table or holds text.
 * @example
 * tableMatrix(table({ a: [1, 2], b: [3, 4] })).values; // => [1, 3, 2, 4]
 */
export function tableMatrix(
  from: Table,
  names: readonly string[] = Object.keys(checkTable('tableMatrix', from).columns),
): HostArray {
  checkTable('tableMatrix', from);
  checkArgument('tableMatrix', 'names', names, 'list');
  const values = new Float32Array(from.length * names.length);
  for (const [j, name] of names.entries()) {
    const numbers = tableColumn(from, name);
    if (!isNumericColumn(numbers)) {
      throw new ArgumentError('tableMatrix', {
        expected: 'columns of numbers',
        received: `text in column "${name}"`,
        hint: 'Turn text into numbers with OneHotEncoder or OrdinalEncoder, several columns with ColumnTransformer.',
      });
    }
    for (let i = 0; i < from.length; i++) values[i * names.length + j] = numbers[i]!;
  }
  return hostArray(values, [from.length, names.length]);
}

/**
 * A data set of a table's features and a target. A numeric target is float32 `[1]`, so that it fits the losses of regression;
 * classes go through a `LabelEncoder` first and come as its int32 `[N]`.
 * @param features - Numbers `[N, D]`, as {@link tableMatrix} or a transformer returns them.
 * @param target - A column of numbers, or an array with a row for each example.
 * @param options - `featureNames` (default x0, x1 and so on), `classNames`.
 * @throws {@link ArgumentError} if features and target differ in length, or the target holds text.
 * @example
 * const houses = table({ rooms: [3, 5], price: [120, 310] });
 * tableDataset(tableMatrix(houses, ['rooms']), tableColumn(houses, 'price')).get(1)[1].values; // => [310]
 */
export function tableDataset(
  features: HostArray,
  target: HostArray | TableColumn,
  options: Partial<TabularDatasetOptions> = {},
): TabularDataset {
  checkOptions('tableDataset', options, tabularDatasetOptions);
  checkHostArray('tableDataset', features);
  const targets = isHostArray(target) ? target : tableMatrix(table({ target }));
  const { featureNames = Array.from({ length: features.shape[1] ?? 0 }, (_, i) => `x${i}`) } = options;
  return new TabularDataset([features, targets], { ...options, featureNames });
}
