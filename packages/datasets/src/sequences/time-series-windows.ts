import {
  ArgumentError,
  checkArgument,
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  typedArray,
} from '@neurona/backend';
import { checkIndex, type Dataset, type Example } from '../dataset.js';
import type { HostArray } from '../host-array.js';
import { checkHostArray, isHostArray } from '../host-array.js';
import { checkAscending, parseDates } from './parse-dates.js';
import type { TimeSeries } from './time-series.js';
import { windowCount } from './window-count.js';

/** Settings of {@link timeSeriesWindows}. */
export interface TimeSeriesWindowsOptions {
  /** Number of input steps. */
  readonly window: number;
  /** Number of steps to predict, default 1. */
  readonly horizon?: number;
  /** Steps from the start of one window to that of the next, default 1. */
  readonly stride?: number;
  /** Steps between the last input and the first target, default 0. */
  readonly gap?: number;
  /** Indices of the values of a step that are targets; default all. */
  readonly targets?: readonly number[];
  /** When each step was, to check that steps are in order: a `Date`, a number or a text as `2024-01-31` for each. Default none. */
  readonly dates?: ArrayLike<Date | number | string>;
}

const timeSeriesWindowsOptions: OptionTable<TimeSeriesWindowsOptions> = {
  window: 1,
  horizon: 1,
  stride: 1,
  gap: 0,
  targets: undefined,
  dates: [],
};

/**
 * Windows of a time series for forecasting: input steps, and the target steps that follow. Windows are cut out lazily; the
 * series is stored once.
 *
 * Fields: inputs float32 `[window, D]`, targets float32 `[horizon, number of targets]`.
 * @param series - Values in the order of time, `[L]` or `[L, D]`, or series as {@link timeSeries} makes them.
 * @throws {@link ArgumentError} if the series is too short for one window; and, with the row, if a value is NaN or infinite, or a date
 * isn't after the one before.
 * @example
 * const windows = timeSeriesWindows(Float32Array.of(1, 2, 3, 4, 5), { window: 3, horizon: 1 });
 * windows.length; // => 2
 * const [inputs, targets] = windows.get(1);
 * [inputs.shape, inputs.values, targets.values]; // => [[3, 1], [2, 3, 4], [5]]
 */
export function timeSeriesWindows(
  series: HostArray | Float32Array | Pick<TimeSeries, 'values' | 'dates'>,
  options: TimeSeriesWindowsOptions,
): TimeSeriesWindows {
  if (isSeries(series)) {
    const { values, dates } = series;
    return new TimeSeriesWindows(values, dates.length === 0 ? options : { dates, ...options });
  }
  const array = !(series instanceof Float32Array)
    ? series
    : ({ values: series, shape: [series.length], dtype: 'float32' } as const);
  return new TimeSeriesWindows(array, options);
}

const isSeries = (series: unknown): series is Pick<TimeSeries, 'values' | 'dates'> =>
  isHostArray((series as TimeSeries | undefined)?.values);

/** Windows of a time series, as {@link timeSeriesWindows} makes them. */
export class TimeSeriesWindows implements Dataset {
  readonly length: number;
  readonly window: number;
  readonly horizon: number;
  readonly stride: number;
  readonly gap: number;
  readonly targets: readonly number[];
  readonly #width: number;

  /** @internal Made by {@link timeSeriesWindows}. */
  constructor(
    /** The whole series. */
    readonly series: HostArray,
    options: TimeSeriesWindowsOptions,
  ) {
    checkHostArray('timeSeriesWindows', series);
    const {
      window,
      horizon = 1,
      stride = 1,
      gap = 0,
    } = checkOptions('timeSeriesWindows', options, timeSeriesWindowsOptions);
    const [length = 0, width = 1] = series.shape;
    if (series.shape.length < 1 || series.shape.length > 2) {
      throw new ArgumentError('timeSeriesWindows', {
        expected: 'a series [L] or [L, D]',
        received: describeShape(series.shape),
      });
    }
    this.window = checkCount('timeSeriesWindows', 'window', window);
    this.horizon = checkCount('timeSeriesWindows', 'horizon', horizon);
    this.stride = checkCount('timeSeriesWindows', 'stride', stride);
    this.gap = checkCount('timeSeriesWindows', 'gap', gap, 0);
    this.targets = options.targets ?? Array.from({ length: width }, (_, i) => i);
    this.#width = width;
    const outside = this.targets.find((target) => !Number.isInteger(target) || target < 0 || target >= width);
    if (this.targets.length === 0 || outside !== undefined) {
      throw new ArgumentError('timeSeriesWindows', {
        expected: `targets to be numbers from 0 to ${width - 1}`,
        received: outside ?? 'none',
      });
    }
    checkFinite(series, width);
    if (options.dates) checkDates(options.dates, length);
    this.length = windowCount('timeSeriesWindows', length, window + gap + horizon, stride);
  }

  get(index: number): Example {
    return this.batch([index]).map((field) => ({ ...field, shape: field.shape.slice(1) }));
  }

  batch(indices: ArrayLike<number>): Example {
    checkArgument('timeSeriesWindows', 'indices', indices, 'arrayLike');
    const { window, horizon, stride, gap, targets, series } = this;
    const width = this.#width;
    const inputs = typedArray('float32', indices.length * window * width);
    const values = typedArray('float32', indices.length * horizon * targets.length);
    for (let i = 0; i < indices.length; i++) {
      checkIndex('timeSeriesWindows', indices[i]!, this.length);
      const start = indices[i]! * stride;
      inputs.set(series.values.subarray(start * width, (start + window) * width), i * window * width);
      const first = start + window + gap;
      for (let step = 0; step < horizon; step++) {
        for (const [j, target] of targets.entries()) {
          values[(i * horizon + step) * targets.length + j] = series.values[(first + step) * width + target]!;
        }
      }
    }
    return [
      { values: inputs, shape: [indices.length, window, width], dtype: 'float32' },
      { values, shape: [indices.length, horizon, targets.length], dtype: 'float32' },
    ];
  }
}

/** Missing values would become a loss of NaN, far from where they are. */
function checkFinite({ values }: HostArray, width: number): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong === -1) return;
  throw new ArgumentError('timeSeriesWindows', {
    expected: 'finite numbers',
    received: values[wrong],
    where: `row ${Math.floor(wrong / width)}, column ${wrong % width}`,
    hint: 'Fill missing values in, as SimpleImputer does, or cut the series there.',
  });
}

function checkDates(dates: ArrayLike<Date | number | string>, length: number): void {
  if (dates.length !== length) {
    throw new ArgumentError('timeSeriesWindows', {
      expected: `a date for each of ${length} rows`,
      received: dates.length,
    });
  }
  const textOf = (row: number): string => {
    const date = dates[row];
    return date instanceof Date ? date.toISOString() : String(date);
  };
  checkAscending('timeSeriesWindows', parseDates('timeSeriesWindows', dates), textOf);
}
