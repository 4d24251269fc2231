import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator } from '@neurona/tensor';
import { drawUniforms } from '../draw-numbers.js';
import type { TabularDataset } from '../tables/tabular-dataset.js';
import { checkExamples, checkNoise, pointsDataset } from './points-dataset.js';
import type { MadeOptions } from './synthetic-options.js';

/** Settings of {@link checkerboard}. */
export interface CheckerboardOptions extends Omit<MadeOptions, 'shuffle'> {
  /** Squares along a side, default 4. */
  readonly squares?: number;
}

const checkerboardOptions: OptionTable<CheckerboardOptions> = { squares: 4, noise: 0, rng: undefined };

/**
 * Points spread evenly over a board from -1 to 1, and whether they lie on a black square; with two squares a side it is XOR.
 * (scikit-learn's `make_checkerboard` is something else: a matrix with blocks.)
 *
 * Fields: point float32 `[2]`, class int32 `[]`: 0 where the column and row numbers of the square add up to an even one.
 * @param count - Number of examples.
 * @throws {@link ArgumentError} if `count`, `noise` or `squares` is out of range.
 * @example
 * const data = checkerboard(500, { squares: 2, rng: new Generator(7) });
 * const [point, target] = data.get(0);
 * target.values[0] === Number(point.values[0] * point.values[1] < 0); // => true
 */
export function checkerboard(count: number, options: CheckerboardOptions = {}): TabularDataset {
  const {
    noise = 0,
    squares = 4,
    rng = defaultGenerator(),
  } = checkOptions('checkerboard', options, checkerboardOptions);
  checkCount('checkerboard', 'squares', squares);
  checkExamples('checkerboard', count);
  checkNoise('checkerboard', noise);
  const uniform = drawUniforms(2 * count, rng);
  const points = Array.from({ length: count }, (_, i) => [
    2 * uniform[2 * i]! - 1,
    2 * uniform[2 * i + 1]! - 1,
  ]);
  const square = (x: number): number => Math.floor(((x + 1) / 2) * squares);
  const targets = points.map(([x1, x2]) => (square(x1!) + square(x2!)) % 2);
  return pointsDataset({ points, targets }, { noise, rng, classNames: ['0', '1'] });
}
