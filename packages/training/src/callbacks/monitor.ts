// internal
import { ArgumentError } from '@neurona/backend';
import type { EpochResult } from '../loop/history.js';
import type { TrainingState } from './callback.js';

/** Whether to minimise or maximise. */
export type Mode = 'min' | 'max';

/** `max` for metrics that are better if larger, by their name. */
export const modeFor = (monitor: string): Mode =>
  /accuracy|precision|recall|f1|auc|score|r2/i.test(monitor) ? 'max' : 'min';

/**
 * The monitored metric of an epoch; undefined if it is one of validation and this epoch had none.
 * @throws {@link ArgumentError} if there is no such metric.
 */
export function watched(
  subject: string,
  monitor: string,
  result: EpochResult,
  state: TrainingState,
): number | undefined {
  const value = result[monitor];
  if (value !== undefined) return value;
  if (monitor.startsWith('val') && !state.isValidated && state.validates) return undefined;
  throw new ArgumentError(subject, {
    expected: `one of ${Object.keys(result).join(', ')}`,
    received: monitor,
    hint: 'Pass validation data to fit(), or another { monitor }.',
  });
}

/** Whether the losses of an epoch or step are finite; where none of its numbers is called a loss, whether all of them are. */
export function hasFiniteLoss(result: EpochResult): boolean {
  const losses = Object.entries(result).filter(([name]) => /loss$/i.test(name));
  const values = losses.length > 0 ? losses.map(([, value]) => value) : Object.values(result);
  return values.every(Number.isFinite);
}

/** Whether a value is better than the best so far by more than `minDelta`; NaN never is. */
export function improves(value: number, best: number | undefined, mode: Mode, minDelta = 0): boolean {
  if (best === undefined) return !Number.isNaN(value);
  return mode === 'min' ? value < best - minDelta : value > best + minDelta;
}
