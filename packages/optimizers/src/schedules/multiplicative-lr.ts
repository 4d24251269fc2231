import { Schedule, type Scheduled } from './schedule.js';

/**
 * Multiplies the last rate by a function of the step.
 *
 *     lrₜ = lrₜ₋₁ · factor(t)        t ≥ 1
 *
 * @param factor - A function of the step, one for all groups or one a group. It is not saved with the schedule.
 * @throws {@link ArgumentError} if there are not as many functions as groups.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new MultiplicativeLR(optimizer, () => 0.5);
 * schedule.step();
 * schedule.step();
 * optimizer.learningRate; // => 0.25
 */
export class MultiplicativeLR extends Schedule {
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
    return 'MultiplicativeLR';
  }

  /** Starts again from the current rates, as it has no others. */
  override restart(): void {
    this.startFrom(this.rates);
  }

  protected override next(rate: number, step: number, group: number): number {
    return step > 0 ? rate * this.#factors[group]!(step) : rate;
  }
}
