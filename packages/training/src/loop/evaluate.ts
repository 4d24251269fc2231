import { checkOptions, currentBackend } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import { memoryScope, noGrad, type Tensor } from '@neurona/tensor';
import type { Metrics } from '../metrics/metric.js';
import {
  type Batch,
  type Batches,
  checkTargetFields,
  forward,
  type Model,
  sizeOfBatch,
  targetsOf,
} from './batch.js';
import type { Loss } from './fit-options.js';
import type { EpochResult } from './history.js';
import { modesOf, restoreModes } from './modes.js';
import { Pace } from './pace.js';
import { Tally } from './tally.js';
import type { Spread } from './totals.js';

/** Settings of {@link evaluate}. */
export interface EvaluateOptions<Outputs = Tensor, Targets = Tensor> {
  readonly loss?: Loss<Outputs, Targets>;
  readonly metrics?: Metrics<Outputs, Targets>;
  /** How many of a batch's fields, the last ones, are targets: several come as an array; 0 gives the inputs. Default 1. */
  readonly targetFields?: number;
  /** Ends after the current batch: the means are then those of the batches so far. */
  readonly signal?: AbortSignal;
}

const evaluateOptions = { loss: undefined, metrics: undefined, targetFields: 1, signal: undefined } as const;

/**
 * Means of loss and metrics over data, without learning; layers are in evaluation mode meanwhile.
 * @example
 * const model = new Sequential(new Linear(2, 1));
 * const data = new ArrayDataset([hostArray(new Float32Array(8), [4, 2]), hostArray(new Float32Array(4), [4, 1])]);
 * Object.keys(await evaluate(model, new DataLoader(data), { loss: mse })); // => ['loss']
 */
export async function evaluate<Outputs = Tensor, Targets = Tensor>(
  model: Model<Outputs>,
  data: Batches,
  options: EvaluateOptions<Outputs, Targets>,
): Promise<EpochResult> {
  checkOptions('evaluate', options, evaluateOptions);
  const { tally, add } = evaluation('evaluate', model, options);
  return (await measure(model, data, tally, add, options.signal)).means;
}

/** @internal How the batches are taken in. */
export function evaluation<Outputs, Targets>(
  subject: string,
  model: Model<Outputs>,
  options: EvaluateOptions<Outputs, Targets>,
): { readonly tally: Tally<Outputs, Targets>; readonly add: (batch: Batch) => void } {
  const { loss, metrics = {}, targetFields = 1 } = options;
  checkTargetFields(subject, targetFields);
  const tally = new Tally<Outputs, Targets>(loss ? { loss, ...metrics } : metrics);
  const add = (batch: Batch): void => {
    const targets = targetsOf<Targets>(subject, batch, targetFields);
    tally.add({}, sizeOfBatch(batch), [forward(model, batch, targetFields), targets]);
  };
  return { tally, add };
}

/** @internal Goes through data without learning, and reads what was gathered. */
export async function measure<Outputs, Targets>(
  model: AnyModule,
  data: Batches,
  tally: Tally<Outputs, Targets>,
  add: (batch: Batch) => void,
  signal: AbortSignal | undefined,
): Promise<Spread> {
  const pace = new Pace(currentBackend());
  const modes = modesOf(model);
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
    restoreModes(modes);
    tally.clear();
  }
}

function addOne(batch: Batch, add: (batch: Batch) => void): void {
  using _scope = memoryScope();
  noGrad(() => add(batch));
}
