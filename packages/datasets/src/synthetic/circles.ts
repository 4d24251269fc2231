import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator } from '@neurona/tensor';
import type { TabularDataset } from '../tables/tabular-dataset.js';
import { checkExamples, checkNoise, pointsDataset } from './points-dataset.js';
import type { MadeOptions } from './synthetic-options.js';
import { madeOptions } from './synthetic-options.js';

/** Settings of {@link circles}. */
export interface CirclesOptions extends MadeOptions {
  /** Radius of the inner circle, the outer one's is 1. Default 0.8. */
  readonly factor?: number;
}

const circlesOptions: OptionTable<CirclesOptions> = { ...madeOptions, factor: 0.8 };

/**
 * A circle around another, as scikit-learn's `make_circles`.
 *
 * Fields: point float32 `[2]`, class int32 `[]`: 0 outside, 1 inside.
 * @param count - Number of examples, half of each class.
 * @throws {@link ArgumentError} if `count`, `noise` or `factor` is out of range.
 * @example
 * const data = circles(100, { noise: 0.05, factor: 0.5, rng: new Generator(7) });
 * data.classNames; // => ['outer', 'inner']
 */
export function circles(count: number, options: CirclesOptions = {}): TabularDataset {
  const {
    noise = 0,
    shuffle = true,
    factor = 0.8,
    rng = defaultGenerator(),
  } = checkOptions('circles', options, circlesOptions);
  checkExamples('circles', count, 2);
  checkNoise('circles', noise);
  if (!(factor >= 0 && factor < 1)) {
    throw new ArgumentError('circles', {
      expected: 'factor to be a number from 0 to below 1',
      received: factor,
    });
  }
  const outer = Math.floor(count / 2);
  const circle = (radius: number, length: number): number[][] =>
    Array.from({ length }, (_, i) => {
      const angle = (2 * Math.PI * i) / length;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
  const points = [...circle(1, outer), ...circle(factor, count - outer)];
  const targets = points.map((_, i) => Number(i >= outer));
  return pointsDataset({ points, targets }, { noise, shuffle, rng, classNames: ['outer', 'inner'] });
}
