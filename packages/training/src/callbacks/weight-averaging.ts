import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { EpochResult } from '../loop/history.js';
import type { Callback, TrainingState } from './callback.js';

/** An average: `ExponentialMovingAverage` or `StochasticWeightAverage` of `@neurona/optimizers`. */
export interface Averaging {
  readonly updates: number;
  readonly isSwapped: boolean;
  update(): void;
  /** Starts again from the current weights. */
  restart(): void;
  swap(): void;
  stateDict(): unknown;
  loadStateDict(state: unknown): void;
}

/** Settings of {@link WeightAveraging}. */
export interface WeightAveragingOptions {
  /** When the average is updated, default `step`; use `epoch` for a `StochasticWeightAverage`. */
  readonly every?: 'step' | 'epoch';
  /** The first epoch, from 0, whose weights are averaged; default 0. */
  readonly fromEpoch?: number;
}

const weightAveragingOptions: OptionTable<WeightAveragingOptions> = { every: 'step', fromEpoch: 0 };

/**
 * Averages a model's weights during training. Validation uses the averages, and so do callbacks that keep the best weights,
 * like `EarlyStopping`; training continues with the weights themselves. At the end the model has the averages. Another training
 * starts a new average, from the model's weights.
 * @throws {@link ArgumentError} if `fromEpoch` is not an integer of at least 0.
 * @example
 * const model = new Linear(2, 1);
 * new WeightAveraging(new ExponentialMovingAverage(model.parameters(), { decay: 0.99 })).every; // => 'step'
 * @see Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018, arXiv:1803.05407
 */
export class WeightAveraging implements Callback {
  readonly name = 'WeightAveraging';
  readonly order = 50; // restores the weights after others used the averages, before checkpoints are written
  readonly average: Averaging;
  readonly every: 'step' | 'epoch';
  readonly fromEpoch: number;

  constructor(average: Averaging, options: WeightAveragingOptions = {}) {
    checkOptions('WeightAveraging', options, weightAveragingOptions);
    if (typeof (average as Averaging | undefined)?.update !== 'function') {
      throw new ArgumentError('WeightAveraging', {
        expected: 'an average of weights',
        received: average,
        hint: 'Make one of the model: new ExponentialMovingAverage(model).',
      });
    }
    this.average = average;
    this.every = options.every ?? 'step';
    this.fromEpoch = options.fromEpoch ?? 0;
    if (!Number.isInteger(this.fromEpoch) || this.fromEpoch < 0) {
      throw new ArgumentError('WeightAveraging', {
        expected: 'fromEpoch to be an integer of at least 0',
        received: this.fromEpoch,
      });
    }
  }

  /** A checkpoint's averages are loaded after this. */
  onStart(): void {
    this.average.restart();
  }

  onStep(state: TrainingState): void {
    if (this.every === 'step' && state.epoch >= this.fromEpoch) this.average.update();
  }

  onValidationStart(state: TrainingState): void {
    this.takeEpoch(state);
    this.show(this.average.updates > 0);
  }

  onValidationEnd(_state: TrainingState, result: EpochResult | undefined): void {
    if (!result) this.show(false); // cut short: no epoch follows
  }

  onEpoch(state: TrainingState): void {
    this.show(false);
    if (!state.isValidated) this.takeEpoch(state);
  }

  onEnd(): void {
    this.show(this.average.updates > 0);
  }

  stateDict(): unknown {
    return this.average.stateDict();
  }

  loadStateDict(saved: unknown): void {
    this.average.loadStateDict(saved);
  }

  private takeEpoch(state: TrainingState): void {
    if (this.every === 'epoch' && state.epoch >= this.fromEpoch) this.average.update();
  }

  /** Puts the averages, or the weights, into the model. */
  private show(averages: boolean): void {
    if (this.average.isSwapped !== averages) this.average.swap();
  }
}
