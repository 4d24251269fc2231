import { checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator } from '@neurona/tensor';
import { drawUniforms } from '../draw-numbers.js';
import type { TabularDataset } from '../tables/tabular-dataset.js';
import { checkExamples, checkNoise, pointsDataset } from './points-dataset.js';
import type { MadeOptions } from './synthetic-options.js';

const swissRollOptions: OptionTable<Omit<MadeOptions, 'shuffle'>> = { noise: 0, rng: undefined };

/**
 * A rolled-up sheet in space, as scikit-learn's `make_swiss_roll`: to be unrolled into two dimensions.
 *
 *     (t cos t, 21 v, t sin t)        t = 3π/2 (1 + 2 u)        u, v ~ U[0, 1)
 *
 * Fields: point float32 `[3]`; position along the roll t, float32 `[1]`.
 * @param count - Number of examples.
 * @throws {@link ArgumentError} if `count` or `noise` is out of range.
 * @example
 * swissRoll(1000, { noise: 0.2, rng: new Generator(7) }).get(0)[0].shape; // => [3]
 */
export function swissRoll(count: number, options: Omit<MadeOptions, 'shuffle'> = {}): TabularDataset {
  const { noise = 0, rng = defaultGenerator() } = checkOptions('swissRoll', options, swissRollOptions);
  checkExamples('swissRoll', count);
  checkNoise('swissRoll', noise);
  const uniform = drawUniforms(2 * count, rng);
  const targets = Array.from({ length: count }, (_, i) => 1.5 * Math.PI * (1 + 2 * uniform[2 * i]!));
  const points = targets.map((t, i) => [t * Math.cos(t), 21 * uniform[2 * i + 1]!, t * Math.sin(t)]);
  return pointsDataset({ points, targets }, { noise, rng });
}
