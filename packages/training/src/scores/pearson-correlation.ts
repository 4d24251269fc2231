import { checkPaired } from './paired.js';

/**
 * Pearson's correlation of predictions with true values, or of any two series: 1 where one is a rising line of the other, -1 where it is a
 * falling one.
 *
 *     r = Σ (ŷ - mean ŷ)(y - mean y) / √(Σ (ŷ - mean ŷ)² · Σ (y - mean y)²)
 *
 * @returns r, in [-1, 1]; NaN where one of both never changes.
 * @throws {@link ArgumentError} if the lengths differ, arrays are empty, or a value is NaN.
 * @example
 * pearsonCorrelation([1, 2, 3, 4], [1, 3, 2, 4]); // => 0.8
 * @see Pearson, "Notes on regression and inheritance in the case of two parents", 1895
 */
export function pearsonCorrelation(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  checkPaired('pearsonCorrelation', predicted, actual);
  if (isConstant(predicted) || isConstant(actual)) return Number.NaN; // differences to a rounded mean aren't 0
  const [x, y] = [centred(predicted), centred(actual)];
  const r = dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  return Math.min(1, Math.max(-1, r));
}

const isConstant = (values: ArrayLike<number>): boolean =>
  Array.from(values).every((value) => value === values[0]);

function centred(values: ArrayLike<number>): number[] {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return all.map((value) => value - mean);
}

const dot = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * y[i]!, 0);
