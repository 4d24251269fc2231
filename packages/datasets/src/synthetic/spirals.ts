import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator } from '@neurona/tensor';
import type { TabularDataset } from '../tables/tabular-dataset.js';
import { checkExamples, checkNoise, evenly, pointsDataset } from './points-dataset.js';
import type { MadeOptions } from './synthetic-options.js';
import { madeOptions } from './synthetic-options.js';

/** Settings of {@link spirals}. */
export interface SpiralsOptions extends MadeOptions {
  /** Number of arms, each a class. Default 2. */
  readonly arms?: number;
  /** Number of turns of an arm, default 1.5. */
  readonly turns?: number;
}

const spiralsOptions: OptionTable<SpiralsOptions> = { ...madeOptions, arms: 2, turns: 1.5 };

/**
 * Spirals that turn around each other, from near the middle to radius 1.
 *
 *     (r cos φ, r sin φ)        φ = 2π (turns · r + class / arms)
 *
 * Fields: point float32 `[2]`, class int32 `[]`.
 * @param count - Number of examples, spread evenly over the arms.
 * @throws {@link ArgumentError} if `count`, `noise` or `arms` is out of range.
 * @example
 * const data = spirals(300, { arms: 3, noise: 0.02, rng: new Generator(7) });
 * data.classNames; // => ['0', '1', '2']
 */
export function spirals(count: number, options: SpiralsOptions = {}): TabularDataset {
  const {
    noise = 0,
    shuffle = true,
    arms = 2,
    turns = 1.5,
    rng = defaultGenerator(),
  } = checkOptions('spirals', options, spiralsOptions);
  checkCount('spirals', 'arms', arms);
  checkExamples('spirals', count, arms);
  checkNoise('spirals', noise);
  const points: number[][] = [];
  const targets: number[] = [];
  for (let arm = 0; arm < arms; arm++) {
    const length = Math.floor(count / arms) + Number(arm < count % arms);
    for (const radius of evenly(0.05, 1, length)) {
      const angle = 2 * Math.PI * (turns * radius + arm / arms);
      points.push([radius * Math.cos(angle), radius * Math.sin(angle)]);
      targets.push(arm);
    }
  }
  const classNames = Array.from({ length: arms }, (_, arm) => String(arm));
  return pointsDataset({ points, targets }, { noise, shuffle, rng, classNames });
}
