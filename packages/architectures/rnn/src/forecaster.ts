// Salinas et al., "DeepAR", 2017, arXiv:1704.04110 (recursive, scaled windows); Wen et al., "A Multi-Horizon Quantile Recurrent Forecaster",
// 2017, arXiv:1711.11053 (direct, quantiles)
//
//     window [N, L, D] → scaled by its own values → recurrent layers → state at its end [N, H]
//       direct:     → linear → all steps ahead at once
//       recursive:  → linear → one step ahead, read as the next input, and so on
//     → in the user's units again [N, horizon, D], with quantiles [N, horizon, D, Q]
import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { Dropout, Linear, Module, rememberModes } from '@neurona/layers';
import { concat, noGrad, scoped, stack, type Tensor, tensor } from '@neurona/tensor';
import { isInside, type Lengths } from './check-sequences.js';
import { type History, historyOf } from './history.js';
import { type FeatureSequences, paddedFeatures } from './padded-features.js';
import {
  type AnyRecurrent,
  hiddenOf,
  makeRecurrent,
  type RecurrentStackOptions,
  type RecurrentState,
  recurrentStackOptions,
  runRecurrent,
} from './recurrent.js';
import { checkScaling, type WindowScalingName, windowScaling } from './window-scaling.js';

/** Sizes and settings of a {@link Forecaster}. */
export interface ForecasterConfig extends RecurrentStackOptions {
  /** Number of series that are read and forecast together. */
  readonly numSeries: number;
  /** Steps ahead. */
  readonly horizon: number;
  /** Size of the hidden state. */
  readonly hiddenSize: number;
  /** All steps ahead at once from the state, or one step ahead again and again, each read as the next input. Default `direct`. */
  readonly strategy?: 'direct' | 'recursive';
  /** Probabilities of the quantiles that are forecast, ascending; default none: one value for each step. */
  readonly quantiles?: readonly number[];
  /** What each series of a window is divided by before it is read, and outputs multiplied by; default `standard`. */
  readonly scaling?: WindowScalingName;
}

const configOptions: OptionTable<ForecasterConfig> = {
  ...recurrentStackOptions,
  numSeries: 1,
  horizon: 1,
  hiddenSize: 1,
  strategy: 'direct',
  quantiles: [],
  scaling: 'standard',
};

/** What {@link Forecaster.forecast} returns, in the units of the history. */
export interface Forecast {
  /** A row for each step ahead, a value for each series; with quantiles those of the one next to 0.5. */
  readonly values: number[][];
  /** A list of quantiles, ascending, for each series of each step; empty where none are forecast. */
  readonly quantiles: number[][][];
}

/**
 * Continues several series at once by a recurrent network, with quantiles that say how sure it is. Each window is scaled by its own values, so
 * that series of any level and unit can be read, and those that were never seen.
 *
 *     ŷ = s · f((x - c) / s) + c        quantiles: q_1 = a_1, q_k = q_{k-1} + softplus(a_k), so that they never cross
 *
 * Shape: windows float32 `[N, L, D]` → `[N, horizon, D]`, with quantiles `[N, horizon, D, Q]`, in the units of the windows. Train it on
 * `timeSeriesWindows` with `mse`, or `quantileLoss` of the same quantiles. Parameters: `rnn.layers.k` as of `LSTM`, `fc.weight` and `fc.bias`
 * with `horizon · D · Q` outputs (recursive: `D · Q`).
 * @param config - `numSeries`, `horizon`, `hiddenSize`; `strategy` (direct), `quantiles` (none), `scaling` (standard), `cell` (lstm),
 * `numLayers` (1), `dropout` (0).
 * @throws {@link ArgumentError} if a size is wrong, or quantiles don't ascend between 0 and 1.
 * @example
 * const model = new Forecaster({ numSeries: 2, horizon: 6, hiddenSize: 16, quantiles: [0.1, 0.5, 0.9] });
 * model.forward(ones([8, 24, 2])).shape; // => [8, 6, 2, 3]
 * @see Salinas et al., "DeepAR: Probabilistic Forecasting with Autoregressive Recurrent Networks", 2017, arXiv:1704.04110
 * @see Wen et al., "A Multi-Horizon Quantile Recurrent Forecaster", 2017, arXiv:1711.11053
 */
export class Forecaster extends Module<readonly [x: FeatureSequences, lengths?: Lengths]> {
  static override readonly kind: string = 'Forecaster';

  readonly rnn: AnyRecurrent;
  readonly dropout: Dropout;
  readonly fc: Linear;

  constructor(readonly config: ForecasterConfig) {
    super();
    checkOptions('Forecaster', config, configOptions);
    const { numSeries, horizon, hiddenSize, strategy = 'direct', quantiles = [], dropout = 0 } = config;
    for (const [name, size] of Object.entries({ numSeries, horizon })) checkSize(name, size);
    if (strategy !== 'direct' && strategy !== 'recursive') {
      throw new ArgumentError('Forecaster', {
        expected: "strategy to be 'direct' or 'recursive'",
        received: strategy,
      });
    }
    checkScaling('Forecaster', config.scaling ?? 'standard');
    checkQuantiles(quantiles);
    const outputs = numSeries * Math.max(1, quantiles.length);
    this.rnn = makeRecurrent('Forecaster', numSeries, hiddenSize, config);
    this.dropout = new Dropout(dropout);
    this.fc = new Linear(hiddenSize, strategy === 'direct' ? horizon * outputs : outputs);
  }

  /**
   * Forecasts of a batch of windows, in their units. Windows of different lengths are padded at their ends, with their lengths or a mask
   * beside them, or come as rows: `[[[1, 20], [2, 18]], [[5, 30]]]`. Padding has no influence.
   */
  override forward(x: FeatureSequences, lengths?: Lengths): Tensor {
    return this.forwardSteps(x, this.config.horizon, lengths);
  }

  /**
   * The same for another number of steps ahead, with the strategy `recursive`.
   * @example
   * const model = new Forecaster({ numSeries: 1, horizon: 1, hiddenSize: 4, strategy: 'recursive' });
   * model.forwardSteps(ones([2, 10, 1]), 50).shape; // => [2, 50, 1]
   */
  forwardSteps(x: FeatureSequences, steps: number, lengths?: Lengths): Tensor {
    const { numSeries, horizon, strategy = 'direct', scaling = 'standard' } = this.config;
    checkSize('steps', steps);
    if (strategy === 'direct' && steps !== horizon) {
      throw new ArgumentError(this.kind, {
        expected: `${horizon} steps ahead, for which a direct forecaster is made`,
        received: steps,
        hint: "Pass another horizon to the constructor, or { strategy: 'recursive' }.",
      });
    }
    return scoped(() => {
      const { x: windows, lengths: own } = paddedFeatures(this.kind, x, lengths, numSeries);
      const scale = windowScaling(scaling, windows, own && isInside(own, windows));
      const { state } = runRecurrent(this.rnn, scale.apply(windows), { lengths: own });
      return scale.invert(strategy === 'direct' ? this.direct(state) : this.recursive(state, steps));
    });
  }

  /**
   * Continues one history, in evaluation mode.
   * @param history - A number for each step of one series, or a row for each step; an array with its shape `[L]` or
   * `[L, D]`; or series of `timeSeries`, as `seriesSteps(series, -28)`.
   * @param steps - Steps ahead, default `horizon`; others only with the strategy `recursive`.
   * @throws {@link ArgumentError} that says which row has a value that is no number, or other values than there are series.
   * @example
   * const model = new Forecaster({ numSeries: 1, horizon: 3, hiddenSize: 4 });
   * const { values } = await model.forecast([1, 2, 3, 4, 5]);
   * values.length; // => 3
   */
  async forecast(history: History, steps: number = this.config.horizon): Promise<Forecast> {
    const { numSeries, quantiles = [] } = this.config;
    const rows = historyOf('Forecaster.forecast', history, numSeries);
    const restoreModes = rememberModes(this);
    this.eval();
    let result: Tensor;
    try {
      result = noGrad(() => scoped(() => this.forwardSteps(tensor([rows]), steps).squeeze(0)));
    } finally {
      restoreModes();
    }
    const found = await result.array();
    result.dispose();
    if (quantiles.length === 0) return { values: found as number[][], quantiles: [] };
    const each = found as number[][][];
    const middle = middleOf(quantiles);
    return { values: each.map((step) => step.map((series) => series[middle]!)), quantiles: each };
  }

  private direct(state: RecurrentState): Tensor {
    const outputs = this.outputs(hiddenOf(state).select(0, -1));
    return this.ascending(outputs.reshape([outputs.shape[0]!, this.config.horizon, ...this.outputShape]));
  }

  private recursive(start: RecurrentState, count: number): Tensor {
    const { quantiles = [] } = this.config;
    const steps: Tensor[] = [];
    let state = start;
    for (;;) {
      const outputs = this.outputs(hiddenOf(state).select(0, -1));
      const step = this.ascending(outputs.reshape([outputs.shape[0]!, ...this.outputShape])); // [N, D] or [N, D, Q]
      steps.push(step);
      if (steps.length === count) return stack(steps, { axis: 1 });
      const value = quantiles.length > 0 ? step.select(-1, middleOf(quantiles)) : step;
      ({ state } = runRecurrent(this.rnn, value.unsqueeze(1), { state }));
    }
  }

  private outputs(state: Tensor): Tensor {
    return this.fc.forward(this.dropout.forward(state));
  }

  /** Of one step: `[D]` or `[D, Q]`. */
  private get outputShape(): readonly number[] {
    const { numSeries, quantiles = [] } = this.config;
    return quantiles.length > 0 ? [numSeries, quantiles.length] : [numSeries];
  }

  /** The first quantile, and above it what is added for each of the others. */
  private ascending(x: Tensor): Tensor {
    const count = this.config.quantiles?.length ?? 0;
    if (count < 2) return x;
    const [first, others] = x.split([1, count - 1], { axis: -1 }) as [Tensor, Tensor];
    return concat([first, others.softplus()], { axis: -1 }).cumsum({ axis: -1 });
  }
}

/** The place of the quantile next to the median. */
const middleOf = (quantiles: readonly number[]): number =>
  quantiles.reduce((best, q, i) => (Math.abs(q - 0.5) < Math.abs(quantiles[best]! - 0.5) ? i : best), 0);

function checkSize(name: string, size: number): void {
  if (Number.isInteger(size) && size >= 1) return;
  throw new ArgumentError('Forecaster', {
    expected: `${name} to be an integer of at least 1`,
    received: size,
  });
}

function checkQuantiles(quantiles: readonly number[]): void {
  const wrong = quantiles.findIndex((q, i) => !(q > (quantiles[i - 1] ?? 0) && q < 1));
  if (wrong === -1) return;
  throw new ArgumentError('Forecaster', {
    expected: 'quantiles that ascend between 0 and 1, as [0.1, 0.5, 0.9]',
    received: quantiles[wrong],
    where: `quantile ${wrong}`,
  });
}
