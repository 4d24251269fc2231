// internal
import { ArgumentError, describeShape } from '@neurona/backend';

/** Values with their shape `[L]` or `[L, D]`. */
interface ShapedValues {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** What was seen so far: a number for each step of one series, a row for each step, an array with its shape, or series with dates. */
export type History =
  | ArrayLike<number>
  | readonly ArrayLike<number>[]
  | ShapedValues
  | { readonly values: ShapedValues; readonly dates: readonly string[] };

/**
 * The rows of a history: a list of values for each step.
 * @throws {@link ArgumentError} that says which row doesn't fit.
 */
export function historyOf(subject: string, history: History, numSeries: number): number[][] {
  const rows = rowsOf(subject, history);
  if (rows.length === 0)
    throw new ArgumentError(subject, { expected: 'a history of at least one step', received: 'none' });
  for (const [i, row] of rows.entries()) {
    if (row.length !== numSeries) {
      throw new ArgumentError(subject, {
        expected: `${numSeries} values in each row, one for each series`,
        received: row.length,
        where: `row ${i}`,
      });
    }
    const column = row.findIndex((value) => !Number.isFinite(value));
    if (column === -1) continue;
    throw new ArgumentError(subject, {
      expected: 'finite numbers',
      received: row[column],
      where: `row ${i}, series ${column}`,
      hint: 'Fill missing values in, or begin after them.',
    });
  }
  return rows;
}

function rowsOf(subject: string, history: History): number[][] {
  if (typeof history !== 'object' || history === null) {
    throw new ArgumentError(subject, { expected: 'a history, as [[1, 20], [2, 18]]', received: history });
  }
  if ('dates' in history) return rowsOf(subject, history.values);
  if ('shape' in history) {
    const { values, shape } = history;
    if (typeof values !== 'object') {
      throw new ArgumentError(subject, {
        expected: 'a history in memory',
        received: 'a tensor',
        hint: 'Read it first: await x.array().',
      });
    }
    const [length = 0, width = 1] = shape;
    if (shape.length < 1 || shape.length > 2) {
      throw new ArgumentError(subject, {
        expected: 'a history [L] or [L, D]',
        received: describeShape(shape),
      });
    }
    return Array.from({ length }, (_, i) => Array.from({ length: width }, (_, j) => values[i * width + j]!));
  }
  return Array.from(history as ArrayLike<number | ArrayLike<number>>, (row) =>
    typeof row === 'number' ? [row] : Array.from(row ?? []),
  );
}
