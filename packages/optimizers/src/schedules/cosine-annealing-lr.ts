import { checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled } from './schedule.js';

/** Settings of {@link CosineAnnealingLR}. */
export interface CosineAnnealingLROptions {
  /** The lowest rate, default 0. */
  readonly minLearningRate?: number;
}

const cosineAnnealingLROptions: OptionTable<CosineAnnealingLROptions> = {
  minLearningRate: 0,
};

/**
 * Cosine annealing: lowers the rate along half a cosine; after `totalSteps` it would rise again.
 *
 *     lrₜ = min + (lr₀ - min) (1 + cos(π t / totalSteps)) / 2
 *
 * @param totalSteps - Steps from the highest rate to the lowest.
 * @throws {@link ArgumentError} if `totalSteps` is not an integer of at least 1, or `minLearningRate` is negative.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new CosineAnnealingLR(optimizer, 4);
 * schedule.step();
 * schedule.step();
 * optimizer.learningRate; // => 0.5
 * @see Loshchilov, Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2016, arXiv:1608.03983
 */
export class CosineAnnealingLR extends Schedule {
  readonly totalSteps: number;
  readonly minLearningRate: number;

  constructor(optimizer: Scheduled, totalSteps: number, options: CosineAnnealingLROptions = {}) {
    super(optimizer);
    checkOptions('CosineAnnealingLR', options, cosineAnnealingLROptions);
    const { minLearningRate = 0 } = options;
    this.requireSteps('totalSteps', totalSteps);
    this.require('minLearningRate ≥ 0', minLearningRate >= 0, minLearningRate);
    this.totalSteps = totalSteps;
    this.minLearningRate = minLearningRate;
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'CosineAnnealingLR';
  }

  // From the last rate, so that a schedule chained with it is not lost; from the bottom upwards from the base rate.
  protected override next(rate: number, step: number, group: number): number {
    if (step === 0) return rate;
    const { minLearningRate: min, totalSteps } = this;
    const height = (t: number): number => 1 + Math.cos((Math.PI * t) / totalSteps);
    if ((step - 1) % (2 * totalSteps) === totalSteps)
      return rate + ((this.baseRates[group]! - min) * height(step)) / 2;
    return min + ((rate - min) * height(step)) / height(step - 1);
  }
}
