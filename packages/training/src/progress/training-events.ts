import { checkOptions, type OptionTable } from '@neurona/backend';
import type { Callback, TrainingState } from '../callbacks/callback.js';
import type { EpochResult, History } from '../loop/history.js';
import { StepRate } from './step-rate.js';

/** The progress of a training: a plain object, which a worker can post to its page. */
export type TrainingEvent =
  | ({ readonly type: 'start' } & TrainingPlace)
  | ({ readonly type: 'step'; readonly numbers: EpochResult } & TrainingPlace)
  | ({
      readonly type: 'epoch';
      readonly numbers: EpochResult;
      readonly deviations: EpochResult;
    } & TrainingPlace)
  | ({ readonly type: 'end'; readonly stopped: History['stopped'] | 'failed' } & TrainingPlace);

/** The progress of a training. */
export interface TrainingPlace {
  /** The current epoch, from 0, or at the end the number of epochs. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps made in this epoch. */
  readonly step: number;
  /** Steps of an epoch; undefined where that is not known yet. */
  readonly stepsPerEpoch: number | undefined;
  readonly totalSteps: number;
  /** Over the last seconds; 0 until there were steps. */
  readonly stepsPerSecond: number;
  readonly seconds: number;
  /** Estimate; undefined where nothing is known yet. */
  readonly secondsLeft: number | undefined;
}

/** Settings of {@link trainingEvents}. */
export interface TrainingEventsOptions {
  /** Minimum time between two events of steps, default 100. */
  readonly intervalMs?: number;
}

const trainingEventsOptions: OptionTable<TrainingEventsOptions> = { intervalMs: 100 };

/**
 * Reports progress to a function: at the start, after steps but not too often, after each epoch, at the end. `fit` adds it for
 * `onProgress`. The loop doesn't wait for the numbers of a step: they come when the device has them.
 * @example
 * trainingEvents((event) => console.log(event.type), { intervalMs: 500 }).order; // => 90
 */
export function trainingEvents(
  hear: (event: TrainingEvent) => void,
  options: TrainingEventsOptions = {},
): Callback {
  const { intervalMs = 100 } = checkOptions('trainingEvents', options, trainingEventsOptions);
  const rate = new StepRate();
  let last = Number.NEGATIVE_INFINITY;
  let pending: TrainingPlace | undefined; // of the numbers that are on their way
  const place = (state: TrainingState): TrainingPlace => ({
    epoch: state.epoch,
    epochs: state.epochs,
    step: state.step,
    stepsPerEpoch: state.stepsPerEpoch,
    totalSteps: state.totalSteps,
    stepsPerSecond: rate.perSecond,
    seconds: rate.seconds,
    secondsLeft: rate.secondsLeft(state),
  });
  return {
    order: 90,
    onStart(state) {
      rate.start();
      hear({ type: 'start', ...place(state) });
    },
    onStep(state) {
      rate.step();
      if (pending || performance.now() - last < intervalMs) return;
      last = performance.now();
      const reading = { ...place(state) };
      pending = reading;
      const done = (tell?: () => void): void => {
        if (pending !== reading) return; // the epoch has ended meanwhile
        pending = undefined;
        tell?.();
      };
      // Not awaited. The loop reports a failure of the device.
      state.read().then(
        (numbers) => done(() => hear({ type: 'step', numbers, ...reading })),
        () => done(),
      );
    },
    onEpoch(state, numbers, deviations) {
      pending = undefined;
      hear({ type: 'epoch', numbers, deviations, ...place(state) });
    },
    onEnd(state) {
      pending = undefined;
      hear({ type: 'end', stopped: state.stopped ?? 'completed', ...place(state) });
    },
  };
}
