import { checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled } from './schedule.js';

/** Settings of {@link LinearLR}. */
export interface LinearLROptions {
  /** Factor at the start, above 0 and at most 1, default 1/3. */
  readonly startFactor?: number;
  /** Factor at the end, from 0 to 1, default 1. */
  readonly endFactor?: number;
  /** Steps from one to the other, default 5. */
  readonly totalSteps?: number;
}

const linearLROptions: OptionTable<LinearLROptions> = {
  startFactor: 1 / 3,
  endFactor: 1,
  totalSteps: 5,
};

/**
 * Changes the rate linearly between two factors, and then keeps it.
 *
 *     lrₜ = lr₀ · (startFactor + (endFactor - startFactor) · min(t, totalSteps) / totalSteps)
 *
 * @throws {@link ArgumentError} if a factor is out of range, or `totalSteps` is not an integer of at least 1.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new LinearLR(optimizer, { startFactor: 0.5, totalSteps: 4 });
 * schedule.step();
 * schedule.step();
 * optimizer.learningRate; // => 0.75
 */
export class LinearLR extends Schedule {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalSteps: number;

  constructor(optimizer: Scheduled, options: LinearLROptions = {}) {
    super(optimizer);
    checkOptions('LinearLR', options, linearLROptions);
    const { startFactor = 1 / 3, endFactor = 1, totalSteps = 5 } = options;
    this.require('startFactor in (0, 1]', startFactor > 0 && startFactor <= 1, startFactor);
    this.require('endFactor in [0, 1]', endFactor >= 0 && endFactor <= 1, endFactor);
    this.requireSteps('totalSteps', totalSteps);
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalSteps = totalSteps;
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'LinearLR';
  }

  // From the last rate, so that it chains: the quotient of two neighbouring factors.
  protected override next(rate: number, step: number): number {
    if (step === 0) return rate * this.startFactor;
    if (step > this.totalSteps) return rate;
    const way = this.endFactor - this.startFactor;
    return rate * (1 + way / (this.totalSteps * this.startFactor + (step - 1) * way));
  }
}
