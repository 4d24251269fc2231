import { checkSchedules, checkStates } from './composite.js';
import { Schedule, type ScheduleState } from './schedule.js';

/**
 * Runs schedules in sequence: each starts at its milestone, from the base rates.
 * @param schedules - Schedules of one optimizer; what they did to its rates when they were made is undone.
 * @param milestones - Steps at which the second, the third, … begins.
 * @throws {@link ArgumentError} if there are no schedules, they are of different optimizers, or the milestones are not one fewer
 * and rising.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedules = [new LinearWarmup(optimizer, 4), new CosineAnnealingLR(optimizer, 6)];
 * const schedule = new SequentialLR(schedules, [4]);
 * for (let i = 0; i < 7; i++) schedule.step();
 * optimizer.learningRate; // => 0.5
 */
export class SequentialLR extends Schedule {
  readonly schedules: readonly Schedule[];
  readonly milestones: readonly number[];

  constructor(schedules: readonly Schedule[], milestones: readonly number[]) {
    super(checkSchedules('SequentialLR', schedules).optimizer);
    const count = schedules.length - 1;
    this.require(
      `${count} milestones for ${count + 1} schedules`,
      milestones.length === count,
      milestones.length,
    );
    for (const milestone of milestones) this.requireSteps('each milestone', milestone);
    const rises = milestones.every((milestone, i) => i === 0 || milestone > milestones[i - 1]!);
    this.require('rising milestones', rises, milestones);
    this.schedules = schedules;
    this.milestones = milestones;
    this.startFrom(this.baseRates);
  }

  override get name(): string {
    return 'SequentialLR';
  }

  override step(metric?: number): void {
    const step = this.stepCount + 1;
    const begun = this.milestones.filter((milestone) => milestone <= step).length;
    const schedule = this.schedules[begun]!;
    if (this.milestones[begun - 1] === step) schedule.restart();
    else schedule.step(metric);
    this.moveTo(step, this.rates);
  }

  override startFrom(rates: readonly number[]): void {
    this.schedules[0]!.startFrom(rates);
    this.moveTo(0, this.rates);
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
