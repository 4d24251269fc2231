import { checkOptions } from '@neurona/backend';
import { defaultGenerator } from '@neurona/tensor';
import type { TabularDataset } from '../tables/tabular-dataset.js';
import { checkExamples, checkNoise, evenly, pointsDataset } from './points-dataset.js';
import type { MadeOptions } from './synthetic-options.js';
import { madeOptions } from './synthetic-options.js';

/**
 * Two half circles that reach into each other, as scikit-learn's `make_moons`.
 *
 *     class 0: (cos t, sin t)        class 1: (1 − cos t, ½ − sin t)        t from 0 to π
 *
 * Fields: point float32 `[2]`, class int32 `[]`, 0 or 1.
 * @param count - Number of examples, half of each class.
 * @throws {@link ArgumentError} if `count` or `noise` is out of range.
 * @example
 * const data = moons(200, { noise: 0.1, rng: new Generator(7) });
 * [data.length, data.get(0)[0].shape]; // => [200, [2]]
 */
export function moons(count: number, options: MadeOptions = {}): TabularDataset {
  const { noise = 0, shuffle = true, rng = defaultGenerator() } = checkOptions('moons', options, madeOptions);
  checkExamples('moons', count, 2);
  checkNoise('moons', noise);
  const outer = Math.floor(count / 2);
  const points = [
    ...evenly(0, Math.PI, outer).map((t) => [Math.cos(t), Math.sin(t)]),
    ...evenly(0, Math.PI, count - outer).map((t) => [1 - Math.cos(t), 0.5 - Math.sin(t)]),
  ];
  const targets = points.map((_, i) => Number(i >= outer));
  return pointsDataset({ points, targets }, { noise, shuffle, rng, classNames: ['0', '1'] });
}
