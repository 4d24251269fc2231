import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { Callback, TrainingState } from './callback.js';
import type { PathPattern } from './freeze-schedule.js';
import { type Histogram, histogram } from './histogram.js';

/** Histograms of a model's weights and gradients at one step: plain data. */
export interface ParameterSpread {
  /** From 0. */
  readonly epoch: number;
  readonly totalSteps: number;
  readonly weights: Readonly<Record<string, Histogram>>;
  /** Of the last step, as the optimizer used them; parameters without a gradient are left out. */
  readonly gradients: Readonly<Record<string, Histogram>>;
}

/** Settings of {@link ParameterHistograms}. */
export interface ParameterHistogramsOptions {
  /** Computes them after every n epochs; default 1, or none if `everySteps` is set. */
  readonly everyEpochs?: number;
  /** Computes them after every n optimizer steps. */
  readonly everySteps?: number;
  /** Default 30. */
  readonly bins?: number;
  /** Only parameters whose path matches; a string matches its beginning. Default all. */
  readonly parameters?: PathPattern;
}

const parameterHistogramsOptions: OptionTable<ParameterHistogramsOptions> = {
  everyEpochs: 1,
  everySteps: 1,
  bins: 30,
  parameters: '',
};

/**
 * Computes histograms of weights and gradients during training: for a page, or for `TensorBoard`. Waits for the device to
 * copy them.
 * @param hear - Called with the histograms as plain data.
 * @throws {@link ArgumentError} if a setting is out of range.
 * @example
 * const board = new TensorBoard('runs/digits');
 * new ParameterHistograms((spread) => board.spread(spread), { everyEpochs: 5 }).everyEpochs; // => 5
 */
export class ParameterHistograms implements Callback {
  readonly everyEpochs: number;
  readonly everySteps: number;
  readonly bins: number;
  readonly #hear: (spread: ParameterSpread) => void | Promise<void>;
  readonly #pattern: PathPattern;

  constructor(
    hear: (spread: ParameterSpread) => void | Promise<void>,
    options: ParameterHistogramsOptions = {},
  ) {
    checkOptions('ParameterHistograms', options, parameterHistogramsOptions);
    this.#hear = hear;
    this.everySteps = options.everySteps ?? Number.POSITIVE_INFINITY;
    this.everyEpochs =
      options.everyEpochs ?? (options.everySteps === undefined ? 1 : Number.POSITIVE_INFINITY);
    this.bins = options.bins ?? 30;
    this.#pattern = options.parameters ?? '';
    for (const name of ['everySteps', 'everyEpochs', 'bins'] as const) {
      const value = this[name];
      if (value >= 1 && (Number.isInteger(value) || (name !== 'bins' && value === Number.POSITIVE_INFINITY)))
        continue;
      throw new ArgumentError('ParameterHistograms', {
        expected: `${name} to be an integer of at least 1`,
        received: value,
      });
    }
  }

  async onStep(state: TrainingState): Promise<void> {
    if (state.totalSteps % this.everySteps === 0) await this.look(state);
  }

  async onEpoch(state: TrainingState): Promise<void> {
    if ((state.epoch + 1) % this.everyEpochs === 0) await this.look(state);
  }

  private async look({ model, epoch, totalSteps }: TrainingState): Promise<void> {
    const pattern = this.#pattern;
    const chosen = [...model.namedParameters()].filter(([path]) =>
      typeof pattern === 'string' ? path.startsWith(pattern) : pattern.test(path),
    );
    const weights: Record<string, Histogram> = {};
    const gradients: Record<string, Histogram> = {};
    for (const [path, parameter] of chosen) {
      weights[path] = histogram(await parameter.data(), this.bins);
      if (parameter.grad) gradients[path] = histogram(await parameter.grad.data(), this.bins);
    }
    await this.#hear({ epoch, totalSteps, weights, gradients });
  }
}
