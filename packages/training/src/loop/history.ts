import { ArgumentError } from '@neurona/backend';
import { seriesOf } from './series-name.js';

/** The results of one epoch: `loss`, each metric, and those of the validation set with `val` before the name (`valLoss`). */
export type EpochResult = Readonly<Record<string, number>>;

/** The history of a training. */
export interface History {
  /** One entry for each epoch that was completed, in order. */
  readonly epochs: readonly EpochResult[];
  /** Standard deviations over the batches of each epoch, by the same names; metrics that are no means have none. */
  readonly deviations: readonly EpochResult[];
  /** Why training ended. */
  readonly stopped: 'completed' | 'aborted' | 'callback';
  /** The reason that the callback passed. */
  readonly reason?: string;
  /** Duration in seconds, including the time before it was resumed. */
  readonly seconds: number;
  /** The checkpoint from which it was resumed, and newer damaged ones in the folder. */
  readonly resumedFrom?: { readonly path: string; readonly skipped: readonly string[] };
}

/**
 * The values of a loss or metric over the epochs; NaN where an epoch has none.
 * @example
 * series({ epochs: [{ loss: 2 }, { loss: 1 }] }, 'loss'); // => [2, 1]
 */
export const series = (history: Pick<History, 'epochs'>, name: string): number[] =>
  epochsOf('series', history).map((epoch) => epoch[name] ?? Number.NaN);

function epochsOf(subject: string, history: Pick<History, 'epochs'>): History['epochs'] {
  if (Array.isArray(history?.epochs)) return history.epochs;
  throw new ArgumentError(subject, {
    expected: 'a history',
    received: history,
    hint: 'Pass what fit returned.',
  });
}

/** A loss or metric over the epochs, with its standard deviation over the batches. */
export interface Curve {
  readonly mean: readonly number[];
  readonly std?: readonly number[];
  /** Numbers of the epochs, from 1. */
  readonly epochs: readonly number[];
}

/**
 * The curves of a training as `learningCurve` of `@neurona/plots` draws them, with bands of one standard deviation: for each
 * number that of training and that of validation. Values that are not finite are left out.
 * @example
 * const history = { epochs: [{ loss: 2, valLoss: 3 }], deviations: [{ loss: 0.5, valLoss: 0.1 }] };
 * learningCurves(history).loss.validation; // => { mean: [3], epochs: [1], std: [0.1] }
 */
export function learningCurves(
  history: Pick<History, 'epochs' | 'deviations'>,
): Record<string, Record<string, Curve>> {
  const curves: Record<string, Record<string, Curve>> = {};
  const names = [...new Set(epochsOf('learningCurves', history).flatMap((epoch) => Object.keys(epoch)))];
  for (const name of names) {
    const { metric, of } = seriesOf(name, names);
    const at = [...history.epochs.keys()].filter((i) => Number.isFinite(history.epochs[i]![name]));
    if (at.length === 0) continue;
    const std = at.map((i) => history.deviations[i]?.[name] ?? Number.NaN);
    curves[metric] ??= {};
    curves[metric][of] = {
      mean: at.map((i) => history.epochs[i]![name]!),
      epochs: at.map((i) => i + 1),
      ...(std.every(Number.isFinite) && { std }),
    };
  }
  return curves;
}
