import { checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled } from './schedule.js';

/** Settings of {@link StepLR}. */
export interface StepLROptions {
  /** Factor of each reduction, default 0.1. */
  readonly gamma?: number;
}

const stepLROptions: OptionTable<StepLROptions> = {
  gamma: 0.1,
};

/**
 * Multiplies the rate by `gamma` every `stepSize` steps.
 *
 *     lrₜ = lr₀ · gamma^⌊t / stepSize⌋
 *
 * @param stepSize - Steps between two falls, at least 1.
 * @throws {@link ArgumentError} if `stepSize` is not an integer of at least 1, or `gamma` is negative.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new StepLR(optimizer, 2, { gamma: 0.5 });
 * schedule.step();
 * schedule.step();
 * optimizer.learningRate; // => 0.5
 */
export class StepLR extends Schedule {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(optimizer: Scheduled, stepSize: number, options: StepLROptions = {}) {
    super(optimizer);
    checkOptions('StepLR', options, stepLROptions);
    const { gamma = 0.1 } = options;
    this.requireSteps('stepSize', stepSize);
    this.require('gamma ≥ 0', gamma >= 0, gamma);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'StepLR';
  }

  protected override next(rate: number, step: number): number {
    return step > 0 && step % this.stepSize === 0 ? rate * this.gamma : rate;
  }
}
