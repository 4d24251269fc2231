import { ArgumentError } from '@neurona/backend';
import type { EpochResult } from '../history.js';
import type { Callback, TrainingState } from './callback.js';

/** What is stepped: a schedule of `@neurona/optimizers`. */
export interface Steppable {
  step(metric?: number): void;
}

/** Settings of {@link LearningRateSchedule}. */
export interface LearningRateScheduleOptions {
  /** When the schedule is stepped, default `epoch`. */
  readonly every?: 'step' | 'epoch';
  /** Which number of the epoch the schedule gets, for `ReduceLROnPlateau`; default `valLoss`, or `loss` without validation. */
  readonly monitor?: string;
}

/**
 * Steps a learning rate schedule after each epoch, or after each optimizer step.
 * @throws {@link ArgumentError} at the first epoch if the watched number isn't there.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))]);
 * new LearningRateSchedule(new ExponentialLR(optimizer, 0.9), { every: 'step' }).every; // => 'step'
 */
export class LearningRateSchedule implements Callback {
  readonly schedule: Steppable;
  readonly every: 'step' | 'epoch';
  readonly monitor: string | undefined;

  constructor(schedule: Steppable, options: LearningRateScheduleOptions = {}) {
    this.schedule = schedule;
    this.every = options.every ?? 'epoch';
    this.monitor = options.monitor;
  }

  onStep(): void {
    if (this.every === 'step') this.schedule.step();
  }

  onEpoch(_state: TrainingState, result: EpochResult): void {
    if (this.every === 'step') return;
    const value = this.monitor === undefined ? (result.valLoss ?? result.loss) : result[this.monitor];
    if (value === undefined) {
      throw new ArgumentError('LearningRateSchedule', {
        expected: `one of ${Object.keys(result).join(', ')}`,
        received: this.monitor,
        hint: 'Pass validation data to fit(), or another { monitor }.',
      });
    }
    this.schedule.step(value);
  }
}
