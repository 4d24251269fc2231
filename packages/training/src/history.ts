/** The numbers of one epoch: `loss`, each metric, and those of the validation set with `val` before the name (`valLoss`). */
export type EpochResult = Readonly<Record<string, number>>;

/** What a training went through. */
export interface History {
  /** One entry for each epoch that was completed, in order; and the last one if it was stopped inside. */
  readonly epochs: readonly EpochResult[];
  /** Why training ended. */
  readonly stopped: 'completed' | 'aborted' | 'callback';
  /** Seconds it took. */
  readonly seconds: number;
}

/**
 * The values of one number over the epochs.
 * @example
 * series({ epochs: [{ loss: 2 }, { loss: 1 }], stopped: 'completed', seconds: 1 }, 'loss'); // => [2, 1]
 */
export const series = (history: History, name: string): number[] =>
  history.epochs.map((epoch) => epoch[name] ?? Number.NaN);
