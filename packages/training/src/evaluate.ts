import { currentBackend } from '@neurona/backend';
import type { DataLoader } from '@neurona/datasets';
import { memoryScope, noGrad } from '@neurona/tensor';
import { type Batch, forward, type Model, sizeOfBatch, targetsOf } from './batch.js';
import type { Loss } from './fit.js';
import type { EpochResult } from './history.js';
import type { Metrics } from './metrics/metric.js';
import { modesOf, restoreModes } from './modes.js';
import { Pace } from './pace.js';
import { Totals } from './totals.js';

/** Settings of {@link evaluate}. */
export interface EvaluateOptions {
  readonly loss?: Loss;
  readonly metrics?: Metrics;
  /** Ends after the current batch: the means are then those of the batches so far. */
  readonly signal?: AbortSignal;
}

/**
 * Means of loss and metrics over data, without learning; layers are in evaluation mode meanwhile.
 * @example
 * const model = new Sequential(new Linear(2, 1));
 * const data = new ArrayDataset([hostArray(new Float32Array(8), [4, 2]), hostArray(new Float32Array(4), [4, 1])]);
 * Object.keys(await evaluate(model, new DataLoader(data), { loss: mse })); // => ['loss']
 */
export async function evaluate(
  model: Model,
  data: DataLoader,
  options: EvaluateOptions,
): Promise<EpochResult> {
  const { loss, metrics = {}, signal } = options;
  const all: Metrics = loss ? { loss, ...metrics } : metrics;
  const totals = new Totals(Object.keys(all));
  const pace = new Pace(currentBackend());
  const modes = modesOf(model);
  model.eval();
  try {
    for await (const batch of data) {
      add(model, batch, all, totals);
      await pace.step();
      if (signal?.aborted) break;
    }
    await pace.finish();
    return await totals.read();
  } finally {
    restoreModes(modes);
    totals.clear();
  }
}

function add(model: Model, batch: Batch, metrics: Metrics, totals: Totals): void {
  using _scope = memoryScope();
  const targets = targetsOf('evaluate', batch);
  noGrad(() => {
    const outputs = forward(model, batch);
    for (const [name, metric] of Object.entries(metrics))
      totals.add(name, metric(outputs, targets), sizeOfBatch(batch));
  });
}
