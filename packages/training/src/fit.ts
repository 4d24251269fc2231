import { ArgumentError, currentBackend } from '@neurona/backend';
import type { DataLoader } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { memoryScope, type Tensor } from '@neurona/tensor';
import { type Batch, forward, type Model, sizeOfBatch, targetsOf } from './batch.js';
import type { Callback } from './callbacks/callback.js';
import { evaluate } from './evaluate.js';
import type { EpochResult, History } from './history.js';
import type { Metrics } from './metrics/metric.js';
import { modesOf, restoreModes } from './modes.js';
import { Pace } from './pace.js';
import { progressBar } from './progress/progress-bar.js';
import { Totals } from './totals.js';

/** From a batch's outputs and targets to a scalar to be made small. */
export type Loss = (outputs: Tensor, targets: Tensor) => Tensor;

/** What `fit` needs of an optimizer; those of `@neurona/optimizers` have it. */
export interface Steps {
  step(): void;
  zeroGrad(): void;
}

/** Adds to the loss, from the model's parameters. */
export type Regularizer = (model: AnyModule) => Tensor;

/** Changes the model's parameters in place, after each step. */
export type Constraint = (model: AnyModule) => void;

/** Changes a training batch, of inputs and then targets. */
export type BatchTransform = (batch: Batch) => Batch;

/** Settings of {@link fit}. */
export interface FitOptions {
  readonly loss: Loss;
  readonly optimizer: Steps;
  /** How often all data is gone through, default 1. */
  readonly epochs?: number;
  /** Numbers to report besides the loss. */
  readonly metrics?: Metrics;
  /** Penalties added to the loss that is minimised; the loss reported is without them, and their sum is reported as `penalty`. */
  readonly regularizers?: readonly Regularizer[];
  /** Applied to the parameters after each step, in order. */
  readonly constraints?: readonly Constraint[];
  /** Applied to each training batch, in order; metrics compare with the targets as they were. */
  readonly batchTransforms?: readonly BatchTransform[];
  /** Called when the gradients are there and before the step, as to clip them. */
  readonly beforeStep?: (model: Model) => void;
  /** Data that is only evaluated on, after each epoch. */
  readonly validation?: DataLoader;
  readonly callbacks?: readonly Callback[];
  /** Ends training after the current step; an epoch whose training or validation was cut short is not reported. */
  readonly signal?: AbortSignal;
  /** Whether progress is shown: a bar on a terminal, a line an epoch elsewhere; default true in Node.js. */
  readonly progress?: boolean;
}

/**
 * Trains a model: for each batch the loss, its gradients and an optimizer step. Frees what it makes; the loop does not wait
 * for the device, so that its queue never runs dry.
 *
 *     for each batch (x, y):  loss = L(model(x), y) + Σ penalties;  backward;  step
 *
 * @param data - Batches of inputs and targets; with several inputs, `forward` gets as many.
 * @returns The numbers of each epoch. Loss and metrics are means over the epoch's examples, as the model was at each step.
 * @throws {@link ArgumentError} if `epochs` is not a whole number of at least 1, or a batch has no targets.
 * @example
 * const model = new Sequential(new Linear(2, 1));
 * const data = new ArrayDataset([hostArray(new Float32Array(8), [4, 2]), hostArray(new Float32Array(4), [4, 1])]);
 * const history = await fit(model, new DataLoader(data, { batchSize: 2 }), {
 *   loss: mse,
 *   optimizer: new SGD(model.parameters()),
 *   epochs: 2,
 *   progress: false,
 * });
 * history.epochs.length; // => 2
 */
export async function fit(model: Model, data: DataLoader, options: FitOptions): Promise<History> {
  const { epochs = 1, metrics = {}, validation, signal } = options;
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new ArgumentError('fit', {
      expected: 'epochs to be a whole number of at least 1',
      received: epochs,
    });
  }
  if (data.length === 0) {
    throw new ArgumentError('fit', {
      expected: 'at least one batch',
      received: `none of ${data.dataset.length} examples`,
      where: `batchSize ${data.batchSize}, dropLast ${data.dropLast}`,
      hint: 'Give more examples, a smaller batchSize, or dropLast: false.',
    });
  }
  const shows = options.progress ?? typeof process !== 'undefined';
  const callbacks = [...(options.callbacks ?? []), ...(shows ? [await progressBar()] : [])];
  const started = performance.now();
  const results: EpochResult[] = [];
  const pace = new Pace(currentBackend());
  const penalty = options.regularizers?.length ? ['penalty'] : [];
  const totals = new Totals(['loss', ...penalty, ...Object.keys(metrics)]);
  let asked: History['stopped'] | undefined;
  const state = {
    model,
    epoch: 0,
    epochs,
    step: 0,
    stepsPerEpoch: data.length,
    read: () => totals.read(),
    stop: () => {
      asked ??= 'callback';
    },
  };
  const hear = async (event: (callback: Callback) => void | Promise<void>): Promise<void> => {
    for (const callback of callbacks) await event(callback);
  };
  const isStopped = (): boolean => {
    if (signal?.aborted) asked ??= 'aborted';
    return asked !== undefined;
  };
  const modes = modesOf(model);
  if (!model.training) model.train(); // else layers that were put into evaluation mode, as frozen norms, stay there
  try {
    await hear((callback) => callback.onStart?.(state));
    for (; state.epoch < epochs && !isStopped(); state.epoch++) {
      state.step = 0;
      totals.clear();
      for await (const batch of data) {
        trainStep(model, batch, options, totals);
        state.step++;
        await hear((callback) => callback.onStep?.(state));
        await pace.step();
        if (isStopped()) break;
      }
      if (state.step < data.length && asked) break; // an epoch cut short is not counted
      const result: Record<string, number> = await totals.read();
      if (validation) Object.assign(result, await validate(model, validation, options));
      if (validation && signal?.aborted && isStopped()) break; // nor one whose validation was cut short
      results.push(result);
      await hear((callback) => callback.onEpoch?.(state, result));
    }
    await pace.finish();
  } finally {
    totals.clear();
    restoreModes(modes);
    await hear((callback) => callback.onEnd?.(state));
  }
  return { epochs: results, stopped: asked ?? 'completed', seconds: (performance.now() - started) / 1000 };
}

function trainStep(model: Model, batch: Batch, options: FitOptions, totals: Totals): void {
  using _scope = memoryScope();
  const { optimizer, metrics = {}, regularizers = [], constraints = [], batchTransforms = [] } = options;
  const targets = targetsOf('fit', batch);
  const changed = batchTransforms.reduce((before, transform) => transform(before), batch);
  const outputs = forward(model, changed);
  const loss = options.loss(outputs, targetsOf('fit', changed));
  const penalties = regularizers.map((regularizer) => regularizer(model));
  const penalty = penalties.length > 0 ? penalties.reduce((sum, value) => sum.add(value)) : undefined;
  optimizer.zeroGrad();
  (penalty ? loss.add(penalty) : loss).backward();
  options.beforeStep?.(model);
  optimizer.step();
  for (const constraint of constraints) constraint(model);
  const count = sizeOfBatch(batch);
  totals.add('loss', loss.detach(), count);
  if (penalty) totals.add('penalty', penalty.detach(), count);
  for (const [name, metric] of Object.entries(metrics))
    totals.add(name, metric(outputs.detach(), targets), count);
}

async function validate(model: Model, validation: DataLoader, options: FitOptions): Promise<EpochResult> {
  const { loss, metrics = {}, signal } = options;
  const result = await evaluate(model, validation, { loss, metrics, ...(signal && { signal }) });
  const prefixed = (name: string): string => `val${name[0]!.toUpperCase()}${name.slice(1)}`;
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [prefixed(name), value]));
}
