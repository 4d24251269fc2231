import { checkOptions, currentBackend } from '@neurona/backend';
import { type AnyModule, rememberModes } from '@neurona/layers';
import { memoryScope, noGrad, type Tensor } from '@neurona/tensor';
import { type MetricsOption, metricsOf } from '../metrics/metric-names.js';
import type { Ranks } from '../ranks/ranks.js';
import {
  type Batch,
  type Batches,
  checkFields,
  type FieldOptions,
  type Model,
  sizeOfBatch,
  split,
} from './batch.js';
import { CarriedState } from './carried-state.js';
import { batchesOf, type Data } from './data.js';
import type { Loss } from './fit-options.js';
import type { EpochResult } from './history.js';
import { type LossName, lossOf } from './loss-names.js';
import { Pace } from './pace.js';
import { Tally } from './tally.js';
import type { Spread } from './totals.js';

/** Settings of {@link evaluate}. */
export interface EvaluateOptions<Outputs = Tensor, Targets = Tensor> extends FieldOptions {
  /** Loss: a function of outputs and targets, or its name. */
  readonly loss?: Loss<Outputs, Targets> | LossName;
  /** Metrics: functions or names, by the names to show. */
  readonly metrics?: MetricsOption<Outputs, Targets>;
  /** Batch size if the data is no loader, default 256. */
  readonly batchSize?: number;
  /** Whether the state after a batch is that before the next, as in {@link fit}; default false. */
  readonly carryState?: boolean;
  /** Ends after the current batch: the means are then those of the batches so far. */
  readonly signal?: AbortSignal;
}

const evaluateOptions = {
  loss: undefined,
  metrics: undefined,
  targetFields: 1,
  signal: undefined,
  batchSize: 256,
  reconstruct: false,
  carryState: false,
} as const;

/**
 * Computes loss and metrics over data, with layers in evaluation mode.
 * @param data - A loader, a data set, or arrays `[inputs, targets]`.
 * @throws {@link ArgumentError} if a setting is out of range, or the data is none.
 * @example
 * const model = new Sequential(new Linear(2, 1));
 * const [x, y] = [[[0, 1], [2, 3]], [[1], [5]]];
 * Object.keys(await evaluate(model, [x, y], { loss: 'mse', metrics: ['mae'] })); // => ['loss', 'mae']
 */
export async function evaluate<Outputs = Tensor, Targets = Tensor>(
  model: Model<Outputs>,
  data: Data,
  options: EvaluateOptions<Outputs, Targets> = {},
): Promise<EpochResult> {
  checkOptions('evaluate', options, evaluateOptions);
  const found = evaluation('evaluate', model, options);
  const batches = await batchesOf('evaluate', data, options, evaluationBatches);
  return (await measure(model, batches, found, options.signal)).means;
}

/** @internal How data is batched for evaluation. */
export const evaluationBatches = { batchSize: 256, shuffle: false } as const;

/** @internal What is computed for each batch, and what is freed at the end. */
export interface Evaluation<Outputs, Targets> {
  readonly tally: Tally<Outputs, Targets>;
  readonly add: (batch: Batch) => void;
  readonly end?: (() => void) | undefined;
}

/** @internal */
export function evaluation<Outputs, Targets>(
  subject: string,
  model: Model<Outputs>,
  options: EvaluateOptions<Outputs, Targets>,
  ranks?: Ranks,
): Evaluation<Outputs, Targets> {
  checkFields(subject, options);
  const metrics = metricsOf(subject, options.metrics);
  const tally = new Tally<Outputs, Targets>(
    options.loss === undefined ? metrics : { loss: lossOf(subject, options.loss), ...metrics },
    ranks,
  );
  const carried = options.carryState ? new CarriedState(subject, model) : undefined;
  const add = (batch: Batch): void => {
    if (batch.length === 0) return; // other ranks have its examples
    const { inputs, targets } = split<Targets>(subject, batch, options);
    const outputs = carried ? carried.forward(inputs, 0) : model.forward(...inputs);
    tally.measure(outputs, targets, sizeOfBatch(batch));
  };
  return { tally, add, end: carried && (() => carried.dispose()) };
}

/** @internal Iterates over data without training, and reads the results. */
export async function measure<Outputs, Targets>(
  model: AnyModule,
  data: Batches,
  { tally, add, end }: Evaluation<Outputs, Targets>,
  signal: AbortSignal | undefined,
): Promise<Spread> {
  const pace = new Pace(currentBackend());
  const restoreModes = rememberModes(model);
  model.eval();
  try {
    for await (const batch of data) {
      addOne(batch, add);
      await pace.step();
      if (signal?.aborted) break;
    }
    await pace.finish();
    return await tally.finish();
  } finally {
    restoreModes();
    tally.clear();
    end?.();
  }
}

function addOne(batch: Batch, add: (batch: Batch) => void): void {
  using _scope = memoryScope();
  noGrad(() => add(batch));
}
