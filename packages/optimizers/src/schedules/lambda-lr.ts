import { Schedule, type Scheduled } from './schedule.js';

/**
 * Multiplies the base rate by a function of the step.
 *
 *     lrₜ = lr₀ · factor(t)
 *
 * @param factor - A function of the step, one for all groups or one a group. It is not saved with the schedule.
 * @throws {@link ArgumentError} if there are not as many functions as groups.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new LambdaLR(optimizer, (step) => 1 / (1 + step));
 * schedule.step();
 * optimizer.learningRate; // => 0.5
 */
export class LambdaLR extends Schedule {
  readonly #factors: readonly ((step: number) => number)[];

  constructor(
    optimizer: Scheduled,
    factor: ((step: number) => number) | readonly ((step: number) => number)[],
  ) {
    super(optimizer);
    this.#factors = this.perGroup('factors', factor);
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'LambdaLR';
  }

  protected override next(_rate: number, step: number, group: number): number {
    return this.baseRates[group]! * this.#factors[group]!(step);
  }
}
