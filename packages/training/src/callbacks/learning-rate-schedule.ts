import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { EpochResult } from '../loop/history.js';
import type { Callback, TrainingState } from './callback.js';
import { watched } from './monitor.js';

/** A schedule of `@neurona/optimizers`. */
export interface Steppable {
  step(metric?: number): void;
  /** Whether it depends on the metric alone, and isn't stepped after an epoch without one; default false. */
  readonly watches?: boolean;
  /** For checkpoints of the whole training. */
  stateDict?(): unknown;
  loadStateDict?(state: unknown): void;
}

/** Settings of {@link LearningRateSchedule}. */
export interface LearningRateScheduleOptions {
  /** When the schedule is stepped, default `epoch`. */
  readonly every?: 'step' | 'epoch';
  /** The metric that the schedule is stepped with, for `ReduceLROnPlateau`; default `valLoss`, or `loss` without validation. */
  readonly monitor?: string;
}

const learningRateScheduleOptions: OptionTable<LearningRateScheduleOptions> = { every: 'epoch', monitor: '' };

/**
 * Steps a learning rate schedule after each epoch, or after each optimizer step.
 * @throws {@link ArgumentError} at the first epoch if there is no such metric.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))]);
 * new LearningRateSchedule(new ExponentialLR(optimizer, 0.9), { every: 'step' }).every; // => 'step'
 */
export class LearningRateSchedule implements Callback {
  readonly name = 'LearningRateSchedule';
  readonly schedule: Steppable;
  readonly every: 'step' | 'epoch';
  readonly monitor: string | undefined;
  #last: number | undefined;

  constructor(schedule: Steppable, options: LearningRateScheduleOptions = {}) {
    checkOptions('LearningRateSchedule', options, learningRateScheduleOptions);
    if (typeof (schedule as Steppable | undefined)?.step !== 'function') {
      throw new ArgumentError('LearningRateSchedule', {
        expected: 'a schedule',
        received: schedule,
        hint: 'Make one of the optimizer: new StepLR(optimizer, 10).',
      });
    }
    this.schedule = schedule;
    this.every = options.every ?? 'epoch';
    this.monitor = options.monitor;
  }

  onStep(): void {
    if (this.every === 'step') this.schedule.step();
  }

  onEpoch(state: TrainingState, result: EpochResult): void {
    if (this.every === 'step') return;
    const monitor = this.monitor ?? (state.validates ? 'valLoss' : 'loss');
    const own = this.monitor === undefined ? result[monitor] : watched(this.name, monitor, result, state);
    if (own === undefined && this.schedule.watches) return; // an epoch without validation is neither good nor bad
    this.#last = own ?? this.#last ?? (state.validates ? Number.POSITIVE_INFINITY : result.loss);
    this.schedule.step(this.#last);
  }

  stateDict(): LearningRateScheduleState {
    return { schedule: this.schedule.stateDict?.(), ...(this.#last !== undefined && { last: this.#last }) };
  }

  loadStateDict(saved: LearningRateScheduleState): void {
    this.schedule.loadStateDict?.(saved.schedule);
    this.#last = saved.last;
  }
}

/** What {@link LearningRateSchedule} saves. */
export interface LearningRateScheduleState {
  readonly schedule: unknown;
  /** The metric that the schedule was last stepped with. */
  readonly last?: number;
}
