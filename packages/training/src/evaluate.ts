import type { DataLoader } from '@neurona/datasets';
import { memoryScope, noGrad } from '@neurona/tensor';
import { forward, type Model, sizeOfBatch, targetsOf } from './batch.js';
import type { Loss } from './fit.js';
import type { EpochResult } from './history.js';
import type { Metrics } from './metrics/metric.js';
import { Totals } from './totals.js';

/** Settings of {@link evaluate}. */
export interface EvaluateOptions {
  readonly loss?: Loss;
  readonly metrics?: Metrics;
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
  const wasTraining = model.training;
  model.eval();
  try {
    for await (const batch of data) {
      using _scope = memoryScope();
      const targets = targetsOf('evaluate', batch);
      noGrad(() => {
        const outputs = forward(model, batch);
        for (const [name, metric] of Object.entries(all))
          totals.add(name, metric(outputs, targets), sizeOfBatch(batch));
      });
      if (signal?.aborted) break;
    }
    return await totals.read();
  } finally {
    model.train(wasTraining);
    totals.clear();
  }
}
