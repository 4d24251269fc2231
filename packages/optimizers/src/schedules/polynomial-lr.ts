import { checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled } from './schedule.js';

/** Settings of {@link PolynomialLR}. */
export interface PolynomialLROptions {
  /** Steps until the rate is 0, default 5. */
  readonly totalSteps?: number;
  /** Exponent, default 1: linear. */
  readonly power?: number;
}

const polynomialLROptions: OptionTable<PolynomialLROptions> = {
  totalSteps: 5,
  power: 1,
};

/**
 * Lowers the rate to 0 along a polynomial.
 *
 *     lrₜ = lr₀ · (1 - min(t, totalSteps) / totalSteps)^power
 *
 * @throws {@link ArgumentError} if `totalSteps` is not an integer of at least 1, or `power` is negative.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new PolynomialLR(optimizer, { totalSteps: 4, power: 2 });
 * schedule.step();
 * schedule.step();
 * optimizer.learningRate; // => 0.25
 */
export class PolynomialLR extends Schedule {
  readonly totalSteps: number;
  readonly power: number;

  constructor(optimizer: Scheduled, options: PolynomialLROptions = {}) {
    super(optimizer);
    checkOptions('PolynomialLR', options, polynomialLROptions);
    const { totalSteps = 5, power = 1 } = options;
    this.requireSteps('totalSteps', totalSteps);
    this.require('power ≥ 0', power >= 0, power);
    this.totalSteps = totalSteps;
    this.power = power;
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'PolynomialLR';
  }

  protected override next(rate: number, step: number): number {
    if (step === 0 || step > this.totalSteps) return rate;
    const left = (t: number): number => 1 - t / this.totalSteps;
    return rate * (left(step) / left(step - 1)) ** this.power;
  }
}
