import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { rememberModes } from '@neurona/layers';
import type { AnyOptimizer } from '@neurona/optimizers';
import { memoryScope, type Tensor } from '@neurona/tensor';
import { type Batch, type Batches, type Model, split } from '../loop/batch.js';
import { batchesOf, checkRepeats, type Data } from '../loop/data.js';
import type { Loss } from '../loop/fit-options.js';
import { type LossName, lossOf } from '../loop/loss-names.js';
import { copyTensors, disposeTensors } from '../loop/tensor-tree.js';

/** Settings of {@link findLearningRate}. */
export interface LearningRateFinderOptions {
  /** Loss: a function of outputs and targets, or its name. */
  readonly loss: Loss | LossName;
  /** Optimizer to train with; parameter groups keep the proportions of their rates. */
  readonly optimizer: AnyOptimizer;
  /** The first rate, default 1e-7. */
  readonly from?: number;
  /** The last rate, default 10. */
  readonly to?: number;
  /** Steps from one to the other, default 100. */
  readonly steps?: number;
  /** Decay of the running average of losses, default 0.9. */
  readonly smoothing?: number;
  /** Ends when the smoothed loss is this many times the lowest, default 4. */
  readonly divergence?: number;
  /** Ends after the current step. */
  readonly signal?: AbortSignal;
}

const learningRateFinderOptions: OptionTable<LearningRateFinderOptions> = {
  loss: undefined,
  optimizer: undefined,
  from: 1e-7,
  to: 10,
  steps: 100,
  smoothing: 0.9,
  divergence: 4,
  signal: undefined,
};

/** Result of {@link findLearningRate}. */
export interface LearningRateCurve {
  /** Learning rates that were tried, ascending. */
  readonly rates: readonly number[];
  /** The loss of one batch at each rate. */
  readonly losses: readonly number[];
  /** The losses as a running average. */
  readonly smoothed: readonly number[];
  /** The rate where the smoothed loss falls fastest; undefined where it never falls. */
  readonly suggestion: number | undefined;
}

/**
 * Learning rate range test: trains for a few steps with a growing rate, and suggests the rate at which the loss fell fastest.
 * Model and optimizer are restored afterwards. Waits for each loss.
 *
 *     rateᵢ = from · (to / from)^(i / (steps - 1))        suggestion = argminᵢ ∂ smoothedᵢ / ∂ log rateᵢ
 *
 * @param data - A loader, a data set, or arrays `[inputs, targets]`, iterated as often as needed.
 * @throws {@link ArgumentError} if a setting is out of range, or there is no data.
 * @example
 * const model = new Sequential(new Linear(2, 1));
 * const data = new ArrayDataset([hostArray(new Float32Array(8), [4, 2]), hostArray(new Float32Array(4), [4, 1])]);
 * const optimizer = new SGD(model.parameters());
 * const { rates } = await findLearningRate(model, new DataLoader(data), { loss: mse, optimizer, steps: 9, to: 0.1 });
 * rates.length; // => 9
 * @see Smith, "Cyclical Learning Rates for Training Neural Networks", 2015, arXiv:1506.01186
 */
export async function findLearningRate(
  model: Model,
  data: Data,
  options: LearningRateFinderOptions,
): Promise<LearningRateCurve> {
  const {
    optimizer,
    from = 1e-7,
    to = 10,
    steps = 100,
    smoothing = 0.9,
    divergence = 4,
  } = checkOptions('findLearningRate', options, learningRateFinderOptions);
  const batches = await batchesOf('findLearningRate', data, {}, { batchSize: 32, shuffle: true });
  const loss = lossOf('findLearningRate', options.loss);
  check(batches, { from, to, steps, smoothing, divergence });
  const restore = remember(model, optimizer);
  const restoreModes = rememberModes(model);
  const [rates, losses, smoothed]: [number[], number[], number[]] = [[], [], []];
  const base = optimizer.groups.map(({ settings }) => settings.learningRate);
  let average = 0;
  model.train();
  try {
    for await (const batch of endless(batches)) {
      const rate = from * (to / from) ** (losses.length / (steps - 1));
      for (const [i, group] of optimizer.groups.entries()) {
        const proportion = base[0]! > 0 ? base[i]! / base[0]! : 1;
        group.settings = { ...group.settings, learningRate: rate * proportion };
      }
      using found = step(model, batch, loss, optimizer);
      const value = await found.item();
      average = smoothing * average + (1 - smoothing) * value;
      rates.push(rate);
      losses.push(value);
      smoothed.push(average / (1 - smoothing ** losses.length));
      const diverges = !(smoothed.at(-1)! <= divergence * Math.min(...smoothed));
      if (losses.length === steps || diverges || options.signal?.aborted) break;
    }
  } finally {
    restore();
    restoreModes();
  }
  return { rates, losses, smoothed, suggestion: steepest(rates, smoothed) };
}

function check(
  data: Batches,
  { from, to, steps, smoothing, divergence }: Readonly<Record<NumberSetting, number>>,
): void {
  const require = (expected: string, holds: boolean, received: unknown): void => {
    if (!holds) throw new ArgumentError('findLearningRate', { expected, received });
  };
  require('0 < from < to', from > 0 && to > from, [from, to]);
  require('steps to be an integer of at least 2', Number.isInteger(steps) && steps >= 2, steps);
  require('smoothing in [0, 1)', smoothing >= 0 && smoothing < 1, smoothing);
  require('divergence > 1', divergence > 1, divergence);
  require('at least one batch', data.length !== 0, 'none');
}

type NumberSetting = 'from' | 'to' | 'steps' | 'smoothing' | 'divergence';

/** The batches over and over. */
async function* endless(data: Batches): AsyncGenerator<Batch> {
  for (let count = -1; count !== 0; ) {
    count = 0;
    for await (const batch of data) {
      count++;
      yield batch;
    }
    checkRepeats('findLearningRate', data, 2);
  }
  throw new ArgumentError('findLearningRate', { expected: 'at least one batch', received: 'none' });
}

/** One step of training; the loss before it. */
function step(model: Model, batch: Batch, loss: Loss, optimizer: AnyOptimizer): Tensor {
  using scope = memoryScope();
  const { inputs, targets } = split<Tensor>('findLearningRate', batch, {});
  const value = loss(model.forward(...inputs), targets);
  optimizer.zeroGrad();
  value.backward();
  optimizer.step();
  return scope.keep(value.detach());
}

/** Copies the state of model and optimizer; the returned function restores it. */
function remember(model: Model, optimizer: AnyOptimizer): () => void {
  const weights = copyTensors(model.stateDict());
  const saved = copyTensors(optimizer.stateDict());
  return () => {
    optimizer.zeroGrad();
    model.loadStateDict(weights);
    optimizer.loadStateDict(saved);
    disposeTensors([weights, saved]);
  };
}

/**
 * The rate at which a curve over log rates falls fastest, by the derivative over a twentieth of it to each side. The first
 * tenth, where the average has seen little, and what comes after the lowest point don't count.
 */
function steepest(rates: readonly number[], losses: readonly number[]): number | undefined {
  const lowest = losses.indexOf(Math.min(...losses));
  const reach = Math.ceil(losses.length / 20);
  let [suggestion, least]: [number | undefined, number] = [undefined, 0];
  for (let i = Math.ceil(losses.length / 10) + reach; i + reach <= lowest; i++) {
    const slope = (losses[i + reach]! - losses[i - reach]!) / Math.log(rates[i + reach]! / rates[i - reach]!);
    if (slope < least) [suggestion, least] = [rates[i]!, slope];
  }
  return suggestion;
}
