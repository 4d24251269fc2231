import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { checkPaired } from './paired.js';

/** Settings of {@link maseScore}. */
export interface MASEOptions {
  /** The values of the series before the forecast, in order. */
  readonly history: ArrayLike<number>;
  /** Steps of a season, default 1. */
  readonly period?: number;
}

const maseOptions: OptionTable<MASEOptions> = { history: [0, 1], period: 1 };

/**
 * Mean absolute scaled error of a forecast: its error beside that of forecasts of one season before, made on the history. Below 1 it is
 * better than those; it has no unit, so that series can be compared.
 *
 *     MASE = mean |y - ŷ| / mean_t |x_t - x_{t-m}|        x the history, m the period
 *
 * @param predicted - Of the steps after the history.
 * @param actual - What they were.
 * @param options - `history`; `period` (1).
 * @throws {@link ArgumentError} if lengths differ, a value is NaN, the history isn't longer than a period, or repeats itself exactly.
 * @example
 * maseScore([4, 5], [5, 7], { history: [1, 2, 3, 4] }); // => 1.5
 * @see Hyndman, Koehler, "Another Look at Measures of Forecast Accuracy", 2006
 */
export function maseScore(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  options: MASEOptions,
): number {
  const { history, period = 1 } = checkOptions('maseScore', options, maseOptions);
  checkPaired('maseScore', predicted, actual);
  checkHistory('maseScore', history, period, period + 1);
  const changes = Array.from(history)
    .slice(period)
    .map((x, i) => Math.abs(x - history[i]!));
  const scale = mean(changes);
  if (scale > 0) return mean(absoluteErrors(predicted, actual)) / scale;
  throw new ArgumentError('maseScore', {
    expected: 'a history that changes from season to season',
    received: Number.isNaN(scale) ? 'NaN in it' : 'one that repeats itself exactly',
  });
}

/**
 * Symmetric mean absolute percentage error, from 0 to 2. A value and a forecast that are both 0 count as 0.
 *
 *     sMAPE = mean 2 |y - ŷ| / (|y| + |ŷ|)
 *
 * @throws {@link ArgumentError} if lengths differ, arrays are empty, or a value is NaN.
 * @example
 * smapeScore([90, 0], [110, 0]); // => 0.1
 * @see Makridakis, "Accuracy Measures: Theoretical and Practical Concerns", 1993
 */
export function smapeScore(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  checkPaired('smapeScore', predicted, actual);
  const shares = absoluteErrors(predicted, actual).map((error, i) => {
    const size = Math.abs(actual[i]!) + Math.abs(predicted[i]!);
    return size === 0 ? 0 : (2 * error) / size;
  });
  return mean(shares);
}

/**
 * Mean pinball loss of forecasts of a quantile, as `quantileLoss` of `@neurona/layers` has it: the least for the true quantile.
 *
 *     L = mean max(τ d, (τ - 1) d)        d = y - ŷ
 *
 * @param quantile - The probability τ, over 0 and below 1.
 * @throws {@link ArgumentError} if lengths differ, arrays are empty, a value is NaN, or τ isn't between 0 and 1.
 * @example
 * pinballScore([1, 1], [0, 3], 0.9); // => 0.95
 * @see Koenker, Bassett, "Regression Quantiles", 1978
 */
export function pinballScore(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  quantile: number,
): number {
  checkPaired('pinballScore', predicted, actual);
  if (!(quantile > 0 && quantile < 1)) {
    throw new ArgumentError('pinballScore', {
      expected: 'a quantile over 0 and below 1',
      received: quantile,
    });
  }
  const losses = Array.from(actual, (y, i) => {
    const d = y - predicted[i]!;
    return Math.max(quantile * d, (quantile - 1) * d);
  });
  return mean(losses);
}

/** Settings of {@link seasonalNaive}. */
export interface SeasonalNaiveOptions {
  /** Steps of a season, default 1: the last value is repeated. */
  readonly period?: number;
  /** Steps ahead, default one season. */
  readonly horizon?: number;
}

const seasonalNaiveOptions: OptionTable<SeasonalNaiveOptions> = { period: 1, horizon: 1 };

/**
 * The seasonal-naive forecast, which others must beat: the last season again and again.
 *
 *     ŷ_{L+h} = x_{L+h-km}        k as small as possible so that it was seen
 *
 * @param history - The values of one series, in order.
 * @param options - `period` (1), `horizon` (period).
 * @throws {@link ArgumentError} if the history is shorter than a period, or a number of steps isn't an integer of at least 1.
 * @example
 * seasonalNaive([1, 2, 3, 4, 5], { period: 3, horizon: 4 }); // => [3, 4, 5, 3]
 */
export function seasonalNaive(history: ArrayLike<number>, options: SeasonalNaiveOptions = {}): number[] {
  const { period = 1, horizon = period } = checkOptions('seasonalNaive', options, seasonalNaiveOptions);
  checkHistory('seasonalNaive', history, period, period);
  checkSteps('seasonalNaive', 'horizon', horizon);
  const start = history.length - period;
  return Array.from({ length: horizon }, (_, step) => history[start + (step % period)]!);
}

function checkHistory(subject: string, history: ArrayLike<number>, period: number, least: number): void {
  checkArgument(subject, 'history', history, 'list');
  checkSteps(subject, 'period', period);
  if (history.length >= least) return;
  throw new ArgumentError(subject, {
    expected: `a history of at least ${least} values`,
    received: history.length,
    where: `period ${period}`,
  });
}

function checkSteps(subject: string, name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new ArgumentError(subject, {
    expected: `${name} to be an integer of at least 1`,
    received: value,
  });
}

const absoluteErrors = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number[] =>
  Array.from(actual, (y, i) => Math.abs(y - predicted[i]!));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
