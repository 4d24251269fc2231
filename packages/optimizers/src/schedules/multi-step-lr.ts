import { checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled } from './schedule.js';

/** Settings of {@link MultiStepLR}. */
export interface MultiStepLROptions {
  /** Factor of each reduction, default 0.1. */
  readonly gamma?: number;
}

const multiStepLROptions: OptionTable<MultiStepLROptions> = {
  gamma: 0.1,
};

/**
 * Multiplies the rate by `gamma` at each milestone.
 *
 *     lrₜ = lr₀ · gamma^(number of milestones ≤ t)
 *
 * @param milestones - Steps at which the rate is reduced; one that is listed twice counts twice.
 * @throws {@link ArgumentError} if a milestone is not an integer of at least 0, or `gamma` is negative.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new MultiStepLR(optimizer, [1, 2], { gamma: 0.5 });
 * schedule.step();
 * schedule.step();
 * optimizer.learningRate; // => 0.25
 */
export class MultiStepLR extends Schedule {
  readonly milestones: readonly number[];
  readonly gamma: number;

  constructor(optimizer: Scheduled, milestones: readonly number[], options: MultiStepLROptions = {}) {
    super(optimizer);
    checkOptions('MultiStepLR', options, multiStepLROptions);
    const { gamma = 0.1 } = options;
    for (const milestone of milestones) this.requireSteps('each milestone', milestone, 0);
    this.require('gamma ≥ 0', gamma >= 0, gamma);
    this.milestones = milestones;
    this.gamma = gamma;
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'MultiStepLR';
  }

  protected override next(rate: number, step: number): number {
    return rate * this.gamma ** this.milestones.filter((milestone) => milestone === step).length;
  }
}
