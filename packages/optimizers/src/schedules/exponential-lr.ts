import { Schedule, type Scheduled } from './schedule.js';

/**
 * Multiplies the rate by `gamma` at each step.
 *
 *     lrₜ = lr₀ · gammaᵗ
 *
 * @throws {@link ArgumentError} if `gamma` is negative.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new ExponentialLR(optimizer, 0.9);
 * schedule.step();
 * schedule.step();
 * optimizer.learningRate; // => 0.81
 */
export class ExponentialLR extends Schedule {
  readonly gamma: number;

  constructor(optimizer: Scheduled, gamma: number) {
    super(optimizer);
    this.require('gamma ≥ 0', gamma >= 0, gamma);
    this.gamma = gamma;
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'ExponentialLR';
  }

  protected override next(rate: number, step: number): number {
    return step > 0 ? rate * this.gamma : rate;
  }
}
