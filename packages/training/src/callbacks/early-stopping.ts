import { ArgumentError } from '@neurona/backend';
import { own, scoped, type Tensor } from '@neurona/tensor';
import type { EpochResult } from '../history.js';
import type { Callback, TrainingState } from './callback.js';

/** Settings of {@link EarlyStopping}. */
export interface EarlyStoppingOptions {
  /** Which number of the epoch to watch, default `valLoss`. */
  readonly monitor?: string;
  /** Epochs in a row without improvement after which it stops, default 1. */
  readonly patience?: number;
  /** The least change that counts as improvement, default 0. */
  readonly minDelta?: number;
  /** Whether small or large is good, default `min`, or `max` for names with "accuracy". */
  readonly mode?: 'min' | 'max';
  /** Whether the best weights are put back at the end, default true. */
  readonly restoreBest?: boolean;
}

/**
 * Stops when a number has not improved for some epochs, and puts the best weights back.
 * @throws {@link ArgumentError} at the first epoch if the watched number isn't there.
 * @example
 * new EarlyStopping({ patience: 3 }).patience; // => 3
 */
export class EarlyStopping implements Callback {
  readonly monitor: string;
  readonly patience: number;
  readonly minDelta: number;
  readonly mode: 'min' | 'max';
  readonly restoreBest: boolean;
  /** The best value so far. */
  best: number | undefined;
  /** The epoch of the best value. */
  bestEpoch = -1;
  #weights: Record<string, Tensor> | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    this.monitor = options.monitor ?? 'valLoss';
    this.patience = options.patience ?? 1;
    this.minDelta = options.minDelta ?? 0;
    this.mode = options.mode ?? (/accuracy/i.test(this.monitor) ? 'max' : 'min');
    this.restoreBest = options.restoreBest ?? true;
    if (!Number.isInteger(this.patience) || this.patience < 1) {
      throw new ArgumentError('EarlyStopping', {
        expected: 'patience of whole epochs, at least 1',
        received: this.patience,
      });
    }
  }

  onStart(): void {
    this.best = undefined;
    this.bestEpoch = -1;
  }

  onEpoch(state: TrainingState, result: EpochResult): void {
    const value = result[this.monitor];
    if (value === undefined) {
      throw new ArgumentError('EarlyStopping', {
        expected: `one of ${Object.keys(result).join(', ')}`,
        received: this.monitor,
        hint: 'Pass validation data to fit(), or another { monitor }.',
      });
    }
    if (this.improves(value)) {
      this.best = value;
      this.bestEpoch = state.epoch;
      if (this.restoreBest) this.remember(state);
    } else if (state.epoch - this.bestEpoch >= this.patience) {
      state.stop();
    }
  }

  onEnd(state: TrainingState): void {
    if (!this.#weights) return;
    state.model.loadStateDict(this.#weights);
    this.forget();
  }

  private improves(value: number): boolean {
    if (this.best === undefined) return !Number.isNaN(value);
    return this.mode === 'min' ? value < this.best - this.minDelta : value > this.best + this.minDelta;
  }

  private remember({ model }: TrainingState): void {
    this.forget();
    const entries = Object.entries(model.stateDict());
    this.#weights = Object.fromEntries(
      entries.map(([name, tensor]) => [name, own(scoped(() => tensor.detach().clone()))]),
    );
  }

  private forget(): void {
    for (const tensor of Object.values(this.#weights ?? {})) tensor.dispose();
    this.#weights = undefined;
  }
}
