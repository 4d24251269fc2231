// internal: how an epoch's numbers are written
import type { Callback, TrainingState } from '../callbacks/callback.js';
import type { EpochResult } from '../loop/history.js';
import { StepRate } from './step-rate.js';

/** Numbers on one line: `loss 0.1234  accuracy 0.98`. */
export const formatNumbers = (result: EpochResult): string =>
  Object.entries(result)
    .map(([name, value]) => `${name} ${value.toPrecision(4)}`)
    .join('  ');

/** The line of a complete epoch. */
export const epochLine = (state: TrainingState, result: EpochResult, rate: StepRate): string =>
  `epoch ${state.epoch + 1}/${state.epochs}  ${formatNumbers(result)}  (${rate.seconds.toFixed(1)} s)`;

/** The reason of a callback that ended training. */
export function tellReason({ stopped, reason }: TrainingState): void {
  if (stopped === 'callback' && reason !== undefined) console.log(`stopped: ${reason}`);
}

/** A line for each epoch: for files, pipes and consoles without a cursor. */
export function epochLines(): Callback {
  const rate = new StepRate();
  return {
    order: 90,
    onStart: () => rate.start(),
    onEpoch: (state, result) => console.log(epochLine(state, result, rate)),
    onEnd: tellReason,
  };
}
