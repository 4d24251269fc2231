import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';
import type { EpochResult } from '../loop/history.js';
import { copyTensors } from '../loop/tensor-tree.js';
import type { Callback, TrainingState } from './callback.js';
import { improves, type Mode, modeFor, watched } from './monitor.js';

/** Settings of {@link EarlyStopping}. */
export interface EarlyStoppingOptions {
  /** Metric to monitor, default `valLoss`. */
  readonly monitor?: string;
  /** Epochs without improvement after which training stops, default 1; epochs without validation don't count. */
  readonly patience?: number;
  /** Minimum change that counts as improvement, default 0. */
  readonly minDelta?: number;
  /** Whether to minimise or maximise it; default `max` for accuracy, precision, recall, F1, AUC, R² and scores, else `min`. */
  readonly mode?: 'min' | 'max';
  /** Whether to restore the best weights at the end, default true. */
  readonly restoreBest?: boolean;
}

const earlyStoppingOptions: OptionTable<EarlyStoppingOptions> = {
  monitor: 'valLoss',
  patience: 1,
  minDelta: 0,
  mode: 'min',
  restoreBest: true,
};

/**
 * Stops training when a metric has not improved for some epochs, and restores the best weights.
 * @throws {@link ArgumentError} at the first epoch if the monitored metric doesn't exist.
 * @example
 * new EarlyStopping({ patience: 3 }).patience; // => 3
 */
export class EarlyStopping implements Callback {
  readonly name = 'EarlyStopping';
  readonly monitor: string;
  readonly patience: number;
  readonly minDelta: number;
  readonly mode: Mode;
  readonly restoreBest: boolean;
  /** The best value so far. */
  best: number | undefined;
  /** The epoch of the best value. */
  bestEpoch = -1;
  #waited = 0; // epochs since the best
  #weights: Readonly<Record<string, Tensor>> | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    checkOptions('EarlyStopping', options, earlyStoppingOptions);
    this.monitor = options.monitor ?? 'valLoss';
    this.patience = options.patience ?? 1;
    this.minDelta = options.minDelta ?? 0;
    this.mode = options.mode ?? modeFor(this.monitor);
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
    this.#waited = 0;
  }

  onEpoch(state: TrainingState, result: EpochResult): void {
    const value = watched(this.name, this.monitor, result, state);
    if (value === undefined) return;
    if (improves(value, this.best, this.mode, this.minDelta)) {
      this.best = value;
      this.bestEpoch = state.epoch;
      this.#waited = 0;
      if (this.restoreBest) this.remember(state.model.stateDict());
    } else if (++this.#waited >= this.patience) {
      const best = this.best === undefined ? '' : `; the best was ${this.best.toPrecision(4)}`;
      state.stop(`${this.monitor} has not improved for ${this.#waited} epochs${best}.`);
    }
  }

  onEnd(state: TrainingState): void {
    if (!this.#weights) return;
    state.model.loadStateDict(this.#weights);
    this.forget();
  }

  /** The best value, with its weights, and the epochs since. */
  stateDict(): EarlyStoppingState {
    const { best, bestEpoch } = this;
    return {
      bestEpoch,
      waited: this.#waited,
      ...(best !== undefined && { best }),
      ...(this.#weights && { weights: this.#weights }),
    };
  }

  loadStateDict(saved: EarlyStoppingState): void {
    checkArgument(
      'EarlyStopping.loadStateDict',
      'the state',
      saved,
      'record',
      'Pass what stateDict() returned.',
    );
    this.best = saved.best;
    this.bestEpoch = saved.bestEpoch;
    this.#waited = saved.waited;
    if (saved.weights && this.restoreBest) this.remember(saved.weights);
    else this.forget();
  }

  private remember(weights: Readonly<Record<string, Tensor>>): void {
    const copies = copyTensors(weights);
    this.forget();
    this.#weights = copies;
  }

  private forget(): void {
    for (const tensor of Object.values(this.#weights ?? {})) tensor.dispose();
    this.#weights = undefined;
  }
}

/** What {@link EarlyStopping} saves. */
export interface EarlyStoppingState {
  readonly best?: number;
  readonly bestEpoch: number;
  readonly waited: number;
  readonly weights?: Readonly<Record<string, Tensor>>;
}
