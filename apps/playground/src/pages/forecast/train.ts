import { quantileLoss } from '@neurona/layers';
import { Adam, clipGradNorm } from '@neurona/optimizers';
import { Forecaster, type OutputsWithState } from '@neurona/rnn';
import { grad, own, randn, scoped, type Tensor, tensor } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import {
  ahead,
  past,
  type Series,
  seasonalNaive,
  seriesLength,
  seriesOf,
  windowLength,
} from '../../series/series.js';
import type { Trainer } from '../../worker/protocol.js';
import type { ForecastSettings } from './settings.js';

/** The quantiles that are forecast. */
const quantiles = [0.1, 0.5, 0.9];

/** What the page shows. */
export interface ForecastSnapshot {
  /** The settings that it was computed with. */
  readonly settings: ForecastSettings;
  /** The steps of the past that are seen. */
  readonly past: readonly number[];
  /** What followed; NaN where it is not known. */
  readonly truth: readonly number[];
  /** The quantiles of each step ahead. */
  readonly bands: readonly (readonly number[])[];
  /** What was one season before, and how long a season is. */
  readonly naive: readonly number[];
  readonly period: number;
  /** Mean absolute errors on the held-out end, and the share of it between the outer quantiles; NaN where it is not known. */
  readonly errors: { readonly network: number; readonly naive: number; readonly inside: number };
  readonly loss: number;
  readonly curves: Curves<'loss'>;
}

/** What happens while the network reads the last window. */
export interface Reading {
  /** The state after each value, unit by unit. */
  readonly states: readonly (readonly number[])[];
  /** By how much the median of a step ahead changes with each value: its gradient. */
  readonly gradients: readonly number[];
}

const longest = 600; // steps

/** Makes the series and a network with random weights. */
export async function createForecastTrainer(settings: ForecastSettings): Promise<ForecastTrainer> {
  const random = randn([seriesLength]);
  const numbers = Float32Array.from(await random.data());
  random.dispose();
  return new ForecastTrainer(settings, numbers);
}

/** A forecaster that is trained on all windows of a curve at once. */
export class ForecastTrainer implements Trainer<ForecastSettings, ForecastSnapshot> {
  readonly #model: Forecaster;
  readonly #optimizer: Adam;
  readonly #curves = new CurveRecorder<'loss'>(['loss']);
  #settings: ForecastSettings;
  #series: Series;
  #windows: readonly [x: Tensor, y: Tensor] | undefined;
  #steps = 0;
  #loss = Number.NaN;

  constructor(
    settings: ForecastSettings,
    readonly random: Float32Array,
  ) {
    this.#settings = settings;
    this.#series = seriesOf(settings, random);
    const { hidden: hiddenSize } = settings;
    this.#model = new Forecaster({ numSeries: 1, horizon: ahead, hiddenSize, cell: 'gru', quantiles });
    this.#optimizer = new Adam(this.#model.parameters(), { learningRate: 0.01 });
  }

  async step(): Promise<boolean> {
    this.#steps++;
    this.#windows ??= windowsOf(this.#series.known);
    const [x, y] = this.#windows;
    const loss = scoped(() => {
      this.#optimizer.zeroGrad();
      const error = quantileLoss(this.#model.forward(x), y, { quantiles });
      error.backward();
      clipGradNorm([...this.#model.parameters()], 1);
      this.#optimizer.step();
      return error.detach();
    });
    this.#loss = await loss.item();
    loss.dispose();
    this.#curves.add(this.#steps, { loss: this.#loss });
    return this.#steps >= longest;
  }

  async snapshot(): Promise<ForecastSnapshot> {
    const { known, truth, period } = this.#series;
    const { quantiles: found } = await this.#model.forecast(known.slice(-windowLength));
    const bands = found.map(([series]) => series!);
    const naive = seasonalNaive(this.#series);
    const isKnown = truth.map((value) => !Number.isNaN(value));
    const mean = (of: (i: number) => number) => {
      const values = truth.flatMap((_, i) => (isKnown[i] ? [of(i)] : []));
      return values.reduce((a, b) => a + b, 0) / values.length; // NaN where none is known
    };
    return {
      settings: this.#settings,
      past: known.slice(-past),
      truth,
      bands,
      naive,
      period,
      errors: {
        network: mean((i) => Math.abs(bands[i]![1]! - truth[i]!)),
        naive: mean((i) => Math.abs(naive[i]! - truth[i]!)),
        inside: mean((i) => Number(truth[i]! >= bands[i]![0]! && truth[i]! <= bands[i]![2]!)),
      },
      loss: this.#loss,
      curves: this.#curves.read(),
    };
  }

  readonly answers = {
    reading: async (at: number): Promise<Reading> => {
      const [states, gradients] = scoped(() => {
        let states: Tensor;
        const stop = this.#model.rnn.onForward((read) => {
          states = own((read as OutputsWithState).output.select(0, 0).detach()); // outlives the scope of the layers
        });
        const x = tensor([this.#series.known.slice(-windowLength).map((value) => [value])], {
          requiresGrad: true,
        });
        const median = this.#model
          .forward(x)
          .flatten()
          .select(0, 3 * at + 1);
        stop();
        const [gradients] = grad(median, [x]);
        return [states!, own(gradients.flatten())];
      });
      const found = await Promise.all([states.array(), gradients.array()]);
      states.dispose();
      gradients.dispose();
      return { states: found[0] as number[][], gradients: found[1] as number[] };
    },
  };

  /** A curve that is drawn on is trained on as it grows. */
  update(settings: ForecastSettings): boolean {
    const { curve, hidden } = this.#settings;
    if (settings.curve !== curve || settings.hidden !== hidden) return false;
    if (settings.own !== this.#settings.own && curve === 'own') {
      this.#series = seriesOf(settings, this.random);
      this.#forget();
    }
    this.#settings = settings;
    return true;
  }

  dispose(): void {
    this.#forget();
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.#model.dispose();
  }

  #forget(): void {
    for (const held of this.#windows ?? []) held.dispose();
    this.#windows = undefined;
  }
}

/** Every window of a series, and what follows it: `[N, L, 1]` and `[N, ahead, 1]`. */
function windowsOf(known: readonly number[]): readonly [Tensor, Tensor] {
  const count = known.length - windowLength - ahead + 1;
  const cut = (from: number, length: number) =>
    tensor(
      Array.from({ length: count }, (_, i) =>
        known.slice(i + from, i + from + length).map((value) => [value]),
      ),
    );
  return [cut(0, windowLength), cut(windowLength, ahead)];
}
