import { checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled } from './schedule.js';

/** Settings of {@link ConstantLR}. */
export interface ConstantLROptions {
  /** Factor of the first steps, above 0 and at most 1, default 1/3. */
  readonly factor?: number;
  /** Number of those steps, default 5. */
  readonly totalSteps?: number;
}

const constantLROptions: OptionTable<ConstantLROptions> = {
  factor: 1 / 3,
  totalSteps: 5,
};

/**
 * Multiplies the rate of the first steps by a factor.
 *
 *     lrₜ = lr₀ · factor        t < totalSteps; then lr₀
 *
 * @throws {@link ArgumentError} if `factor` is not in (0, 1], or `totalSteps` is not an integer of at least 1.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new ConstantLR(optimizer, { factor: 0.5, totalSteps: 2 });
 * schedule.step();
 * optimizer.learningRate; // => 0.5
 */
export class ConstantLR extends Schedule {
  readonly factor: number;
  readonly totalSteps: number;

  constructor(optimizer: Scheduled, options: ConstantLROptions = {}) {
    super(optimizer);
    checkOptions('ConstantLR', options, constantLROptions);
    const { factor = 1 / 3, totalSteps = 5 } = options;
    this.require('factor in (0, 1]', factor > 0 && factor <= 1, factor);
    this.requireSteps('totalSteps', totalSteps);
    this.factor = factor;
    this.totalSteps = totalSteps;
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'ConstantLR';
  }

  protected override next(rate: number, step: number): number {
    if (step === 0) return rate * this.factor;
    return step === this.totalSteps ? rate / this.factor : rate;
  }
}
