import { checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled } from './schedule.js';

/** Settings of {@link CosineAnnealingWarmRestarts}. */
export interface CosineAnnealingWarmRestartsOptions {
  /** Factor by which each period is longer than the one before, default 1. */
  readonly periodFactor?: number;
  /** The lowest rate, default 0. */
  readonly minLearningRate?: number;
}

const cosineAnnealingWarmRestartsOptions: OptionTable<CosineAnnealingWarmRestartsOptions> = {
  periodFactor: 1,
  minLearningRate: 0,
};

/**
 * Cosine annealing with warm restarts: lowers the rate along half a cosine, and restarts at the top each time the bottom is
 * reached.
 *
 *     lr = min + (lr₀ - min) (1 + cos(π t / T)) / 2        t: steps since the restart, T: this period's length
 *
 * @param firstPeriod - Steps of the first period.
 * @throws {@link ArgumentError} if a length is not an integer of at least 1, or `minLearningRate` is negative.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new CosineAnnealingWarmRestarts(optimizer, 4);
 * for (let i = 0; i < 4; i++) schedule.step();
 * optimizer.learningRate; // => 1
 * @see Loshchilov, Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2016, arXiv:1608.03983
 */
export class CosineAnnealingWarmRestarts extends Schedule {
  readonly firstPeriod: number;
  readonly periodFactor: number;
  readonly minLearningRate: number;

  constructor(optimizer: Scheduled, firstPeriod: number, options: CosineAnnealingWarmRestartsOptions = {}) {
    super(optimizer);
    checkOptions('CosineAnnealingWarmRestarts', options, cosineAnnealingWarmRestartsOptions);
    const { periodFactor = 1, minLearningRate = 0 } = options;
    this.requireSteps('firstPeriod', firstPeriod);
    this.requireSteps('periodFactor', periodFactor);
    this.require('minLearningRate ≥ 0', minLearningRate >= 0, minLearningRate);
    this.firstPeriod = firstPeriod;
    this.periodFactor = periodFactor;
    this.minLearningRate = minLearningRate;
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'CosineAnnealingWarmRestarts';
  }

  protected override next(_rate: number, step: number, group: number): number {
    let [period, since] = [this.firstPeriod, step];
    if (this.periodFactor === 1) since %= period;
    for (; since >= period; period *= this.periodFactor) since -= period;
    const height = (1 + Math.cos((Math.PI * since) / period)) / 2;
    return this.minLearningRate + (this.baseRates[group]! - this.minLearningRate) * height;
  }
}
