import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { type HostArray, hostArray, takeRows } from '../host-array.js';
import { isNumericColumn, numericColumns, type Table, tableColumn, textColumns } from '../tables/table.js';
import { areDates, checkAscending, type DateOrder, parseDates, writeDates } from './parse-dates.js';
import { timeStep } from './time-step.js';

/** Series of numbers, with the date of each step if they have dates: what {@link timeSeriesWindows} cuts, and a `Forecaster` continues. */
export interface TimeSeries {
  /** A row for each step and a column for each series, float32. */
  readonly values: HostArray;
  /** The date of each row: `2024-01-31`, or `2024-01-31T18:30:00Z` where there are times of day; empty for series without dates. */
  readonly dates: readonly string[];
  /** The name of each series. */
  readonly names: readonly string[];
}

/** Settings of {@link timeSeries}. */
export interface TimeSeriesOptions {
  /** The column of dates, default the first column of text that holds nothing else; false: none, rows count as steps in their order. */
  readonly dates?: string | false;
  /** The columns that are series, default all columns of numbers. */
  readonly columns?: readonly string[];
  /** What comes first in dates as `03/04/2024`, where no date tells. */
  readonly dateOrder?: DateOrder;
  /** Whether rows may be in any order and are sorted by date, default false: they are refused. */
  readonly sort?: boolean;
  /**
   * What is done where values or steps are missing: `refuse`, the default; `interpolate`, on the straight line between their neighbours; or
   * `keep`, for steps that need not be there, as holidays: the next row counts as the next step. Missing values are refused then.
   */
  readonly missing?: 'refuse' | 'interpolate' | 'keep';
}

const timeSeriesOptions: OptionTable<TimeSeriesOptions> = {
  dates: 'date',
  columns: [],
  dateOrder: undefined,
  sort: false,
  missing: 'refuse',
};

/**
 * Series of numbers from a table, as `readCsv` reads it, with a column of dates, or without one where `dates` is false. Dates are in UTC where
 * they have no zone; from date to date there is one step, as a day, a month, six hours, or a day without weekends.
 * @param from - A row for each step.
 * @param options - `dates` (the first column of dates), `columns` (all of numbers), `dateOrder`, `sort` (false), `missing` (refuse).
 * @throws {@link ArgumentError} that says which row has a date that is none, not after the one before or too late after it, or a missing value;
 * also if rows are to be sorted without dates.
 * @example
 * const sales = timeSeries(await readCsv('day,north,south\n2024-02-28,3,10\n2024-02-29,4,12\n2024-03-01,3,11'));
 * sales.names; // => ['north', 'south']
 * sales.values.shape; // => [3, 2]
 * timeSeriesWindows(sales, { window: 2, horizon: 1 }).length; // => 1
 * followingDates(sales.dates, 2); // => ['2024-03-02', '2024-03-03']
 * timeSeries(table({ load: [3, 5, 4] }), { dates: false }).dates; // => []
 */
export function timeSeries(from: Table, options: TimeSeriesOptions = {}): TimeSeries {
  const {
    dateOrder,
    sort = false,
    missing = 'refuse',
  } = checkOptions('timeSeries', options, timeSeriesOptions);
  checkChoice('dateOrder', dateOrder, [undefined, 'dayFirst', 'monthFirst']);
  checkChoice('missing', missing, ['refuse', 'interpolate', 'keep']);
  const dates = options.dates ?? dateColumn(from) ?? noDates(from);
  const { order, times } =
    dates === false ? asTheyAre(from, sort) : byDate(tableColumn(from, dates), dateOrder, sort);
  const names = options.columns ?? numericColumns(from).filter((name) => name !== dates);
  const series = names.map((name) => {
    const numbers = numbersOf(from, name);
    return order.map((row) => numbers[row]!);
  });
  if (series.length === 0) {
    throw new ArgumentError('timeSeries', { expected: 'at least one column of numbers', received: 'none' });
  }
  const rows = { times, series, names };
  const isFilled = missing === 'interpolate';
  const whole =
    times && missing !== 'keep' && times.length >= 3 ? withSteps({ ...rows, times }, isFilled) : rows;
  if (isFilled) for (const values of whole.series) interpolate(values);
  return written(whole);
}

/**
 * The name of the first column of text that holds dates and nothing else, undefined without one.
 * @example
 * dateColumn(table({ shop: ['A', 'B'], day: ['2024-01-31', '2024-02-01'] })); // => 'day'
 */
export const dateColumn = (from: Table): string | undefined =>
  textColumns(from).find((name) => areDates(tableColumn(from, name) as readonly (string | null)[]));

/**
 * Some steps of series in a row, as `slice` of an array: negative numbers count from the end.
 * @param to - The step after the last one, default all to the end.
 * @example
 * const sales = timeSeries(table({ day: ['2024-01-01', '2024-01-02', '2024-01-03'], sold: [3, 4, 5] }));
 * seriesSteps(sales, -2).dates; // => ['2024-01-02', '2024-01-03']
 */
export function seriesSteps(series: TimeSeries, from: number, to?: number): TimeSeries {
  const hint = 'Make series of a table with timeSeries.';
  checkArgument('seriesSteps', 'series', series, 'record', hint);
  checkArgument('seriesSteps', 'dates of the series', series.dates, 'list', hint);
  const { values: array } = series;
  const rows = Array.from({ length: array.shape[0]! }, (_, row) => row).slice(from, to);
  return {
    values: takeRows(array, rows),
    dates: series.dates.slice(from, to),
    names: series.names,
  };
}

interface Rows {
  /** When each row was; undefined without dates. */
  readonly times: readonly number[] | undefined;
  readonly series: readonly number[][];
  readonly names: readonly string[];
}

/** The rows of a table, and when each was. */
type Order = Pick<Rows, 'times'> & { readonly order: readonly number[] };

function asTheyAre(from: Table, sort: boolean): Order {
  if (!sort) return { order: Array.from({ length: from.length }, (_, row) => row), times: undefined };
  throw new ArgumentError('timeSeries', { expected: 'dates to sort rows by', received: '{ dates: false }' });
}

function byDate(
  column: ArrayLike<number | string | null>,
  dateOrder: DateOrder | undefined,
  sort: boolean,
): Order {
  const texts = Array.from(column, (date) => (typeof date === 'number' ? String(date) : date)); // 2024 or 20240131
  const unsorted = parseDates('timeSeries', texts, dateOrder);
  const order = Array.from(unsorted.keys());
  if (sort) order.sort((a, b) => unsorted[a]! - unsorted[b]!);
  const times = order.map((row) => unsorted[row]!);
  const textOf = (row: number): string => String(texts[order[row]!]);
  checkAscending('timeSeries', times, textOf, 'Pass { sort: true }, and leave repeated ones out.');
  return { order, times };
}

function checkChoice(name: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return;
  const expected = `${name} to be ${choices.filter((choice) => choice !== undefined).join(' or ')}`;
  throw new ArgumentError('timeSeries', { expected, received: value });
}

function noDates(from: Table): never {
  throw new ArgumentError('timeSeries', {
    expected: 'a column of dates, as 2024-01-31',
    received: `the columns ${Object.keys(from.columns).join(', ')}`,
    hint: "Name it to see which of its rows is no date: { dates: 'day' }. Without dates, rows count as steps: { dates: false }.",
  });
}

function numbersOf(from: Table, name: string): ArrayLike<number> {
  const column = tableColumn(from, name);
  if (isNumericColumn(column)) return column;
  throw new ArgumentError('timeSeries', {
    expected: 'columns of numbers',
    received: `text in column "${name}"`,
    hint: "Name the series: { columns: ['sales'] }.",
  });
}

/** How many times as many rows there may be with missing ones filled in: a year that is mistyped has more. */
const mostFilled = 20;

/** The rows with empty ones for steps that are missing; refuses them unless they are to be filled. */
function withSteps(
  { times, series, names }: Rows & { readonly times: readonly number[] },
  isFilled: boolean,
): Rows {
  const step = timeStep(times);
  const all: number[] = [times[0]!];
  const rowOf: (number | undefined)[] = [0];
  for (let row = 1; row < times.length; ) {
    const expected = step.next(all.at(-1)!);
    const isThere = times[row] === expected;
    const isFillable = isFilled && times[row]! > expected && all.length < mostFilled * times.length;
    if (!isThere && !isFillable) {
      const [before, here] = writeDates([times[row - 1]!, times[row]!]);
      throw new ArgumentError('timeSeries', {
        expected: `a row one ${step.text} after ${before}`,
        received: here,
        where: `row ${row}`,
        hint: "Pass { missing: 'interpolate' } to fill missing steps in, or { missing: 'keep' } where they need not be there.",
      });
    }
    all.push(expected);
    rowOf.push(isThere ? row++ : undefined);
  }
  const filled = series.map((values) => rowOf.map((row) => (row === undefined ? Number.NaN : values[row]!)));
  return { times: all, series: filled, names };
}

/** Values that are missing between others, on the straight line between them. */
function interpolate(values: number[]): void {
  let before = -1;
  for (const [row, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    for (let i = before + 1; before >= 0 && i < row; i++) {
      values[i] = values[before]! + ((value - values[before]!) * (i - before)) / (row - before);
    }
    before = row;
  }
}

function written({ times, series, names }: Rows): TimeSeries {
  const dates = times ? writeDates(times) : [];
  const length = series[0]!.length;
  const values = new Float32Array(length * series.length);
  for (const [j, numbers] of series.entries()) {
    for (const [row, value] of numbers.entries()) {
      values[row * series.length + j] = value;
      if (Number.isFinite(value)) continue;
      throw new ArgumentError('timeSeries', {
        expected: `a finite number in each row of "${names[j]}"`,
        received: value,
        where: times ? `row ${row}, ${dates[row]}` : `row ${row}`,
        hint: "Pass { missing: 'interpolate' } to fill values in between others, and cut off ends without values.",
      });
    }
  }
  return { values: hostArray(values, [length, series.length]), dates, names };
}
