import { ArgumentError } from '@neurona/backend';
import { checkPaired } from './paired.js';

/** Errors of predictions. With several columns they are means over the columns. */
export interface RegressionScores {
  /** Mean squared error. */
  readonly mse: number;
  /** Root of the mean squared error of all columns. */
  readonly rmse: number;
  /** Mean absolute error. */
  readonly mae: number;
  /** Median absolute error. */
  readonly medianAE: number;
  /** Mean of |error| / |true value|, where a true value of 0 is taken for 2^-52. */
  readonly mape: number;
  /** Largest absolute error. */
  readonly maxError: number;
  /** Coefficient of determination: 1 - Σ errors² / Σ (true - mean)². 1 is perfect, 0 as good as the mean. */
  readonly r2: number;
  /** 1 - variance of errors / variance of true values: as r2, but a constant error costs nothing. */
  readonly explainedVariance: number;
}

/**
 * Scores of predicted numbers.
 *
 *     MSE = mean e²    MAE = mean |e|    R² = 1 - Σ e² / Σ (y - ȳ)²        e = y - ŷ
 *
 * R² of true values that are all equal is 1 if every prediction is right and else 0.
 * @param predicted - `[N]`, or `[N, columns]` in rows.
 * @param actual - The true values, of the same shape.
 * @param columns - Numbers of an example, default 1.
 * @throws {@link ArgumentError} if the lengths differ, arrays are empty, a value is NaN, or rows are not whole.
 * @example
 * regressionScores([2.5, 0, 2, 8], [3, -0.5, 2, 7]).r2; // => 0.9486
 */
export function regressionScores(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  columns = 1,
): RegressionScores {
  checkPaired('regressionScores', predicted, actual);
  if (!Number.isInteger(columns) || columns < 1 || actual.length % columns !== 0) {
    throw new ArgumentError('regressionScores', {
      expected: `a number of columns that ${actual.length} values are whole rows of`,
      received: columns,
    });
  }
  const scores = Array.from({ length: columns }, (_, column) => {
    const ofColumn = (values: ArrayLike<number>): number[] =>
      Array.from({ length: actual.length / columns }, (_, row) => values[row * columns + column]!);
    return columnScores(ofColumn(predicted), ofColumn(actual));
  });
  const average = (name: keyof RegressionScores): number => mean(scores.map((score) => score[name]));
  return {
    mse: average('mse'),
    rmse: average('rmse'),
    mae: average('mae'),
    medianAE: average('medianAE'),
    mape: average('mape'),
    maxError: Math.max(...scores.map(({ maxError }) => maxError)),
    r2: average('r2'),
    explainedVariance: average('explainedVariance'),
  };
}

function columnScores(predicted: readonly number[], actual: readonly number[]): RegressionScores {
  const errors = actual.map((value, i) => value - predicted[i]!);
  const sizes = errors.map(Math.abs);
  const mse = mean(errors.map((error) => error ** 2));
  return {
    mse,
    rmse: Math.sqrt(mse),
    mae: mean(sizes),
    medianAE: median(sizes),
    mape: mean(sizes.map((size, i) => size / Math.max(Math.abs(actual[i]!), Number.EPSILON))),
    maxError: sizes.reduce((largest, size) => Math.max(largest, size), 0),
    r2: explained(mse, variance(actual)),
    explainedVariance: explained(variance(errors), variance(actual)),
  };
}

/** The share of a variance that errors leave; of none at all, all or nothing. */
const explained = (left: number, all: number): number => (all === 0 ? (left === 0 ? 1 : 0) : 1 - left / all);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: readonly number[]): number {
  const center = mean(values);
  return mean(values.map((value) => (value - center) ** 2));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}
