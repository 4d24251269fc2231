import { checkSchedules, checkStates } from './composite.js';
import { Schedule, type ScheduleState } from './schedule.js';

/**
 * Steps several schedules together: each changes the rate that the previous one set. Those that compute the rate from the base
 * rate alone (`LambdaLR`, `OneCycleLR`, `CyclicLR`, `CosineAnnealingWarmRestarts`) ignore the previous ones.
 * @throws {@link ArgumentError} if there are no schedules, or they are of different optimizers.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const warmup = new ConstantLR(optimizer, { factor: 0.5, totalSteps: 4 });
 * const schedule = new ChainedScheduler([warmup, new ExponentialLR(optimizer, 0.9)]);
 * schedule.step();
 * optimizer.learningRate; // => 0.45
 */
export class ChainedScheduler extends Schedule {
  readonly schedules: readonly Schedule[];

  constructor(schedules: readonly Schedule[]) {
    super(checkSchedules('ChainedScheduler', schedules).optimizer);
    this.schedules = schedules; // each has set its first rates already
  }

  override get name(): string {
    return 'ChainedScheduler';
  }

  override step(metric?: number): void {
    for (const schedule of this.schedules) schedule.step(metric);
    this.moveTo(this.stepCount + 1, this.rates);
  }

  override startFrom(rates: readonly number[]): void {
    let last = rates;
    for (const schedule of this.schedules) {
      schedule.startFrom(last);
      last = this.rates;
    }
    this.moveTo(0, last);
  }

  override stateDict(): ScheduleState {
    return { ...super.stateDict(), schedules: this.schedules.map((schedule) => schedule.stateDict()) };
  }

  override checkState(saved: ScheduleState): void {
    super.checkState(saved);
    checkStates(this.name, this.schedules, saved);
  }

  override restore(saved: ScheduleState): void {
    for (const [i, schedule] of this.schedules.entries()) schedule.restore(saved.schedules![i]!);
    super.restore(saved);
  }

  protected override next(rate: number): number {
    return rate;
  }
}
