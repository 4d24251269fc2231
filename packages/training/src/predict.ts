import { currentBackend } from '@neurona/backend';
import { DataLoader, type Dataset, type HostArray, hostArray } from '@neurona/datasets';
import { memoryScope, noGrad, own, type Tensor } from '@neurona/tensor';
import { forward, type Model } from './batch.js';
import { modesOf, restoreModes } from './modes.js';
import { Pace } from './pace.js';

/** Settings of {@link predict}. */
export interface PredictOptions {
  /** Examples at a time when a data set is given, default 256. */
  readonly batchSize?: number;
  /** Ends after the current batch: the outputs are then those of the batches so far. */
  readonly signal?: AbortSignal;
}

/**
 * A model's outputs for data, in order, without learning; layers are in evaluation mode meanwhile. Where examples have several
 * fields the last is taken for the targets and left out.
 * @returns All outputs in one array, `[N, ...]`.
 * @example
 * const model = new Sequential(new Linear(2, 3));
 * const data = new ArrayDataset([hostArray(new Float32Array(8), [4, 2])]);
 * (await predict(model, data)).shape; // => [4, 3]
 */
export async function predict(
  model: Model,
  data: Dataset | DataLoader,
  options: PredictOptions = {},
): Promise<HostArray> {
  const loader =
    data instanceof DataLoader ? data : new DataLoader(data, { batchSize: options.batchSize ?? 256 });
  const pace = new Pace(currentBackend());
  const modes = modesOf(model);
  model.eval();
  const parts: Float32Array[] = [];
  let rest: readonly number[] = [];
  try {
    for await (const batch of loader) {
      const outputs = run(model, batch);
      rest = outputs.shape.slice(1);
      parts.push((await outputs.data()) as Float32Array);
      outputs.dispose();
      await pace.step();
      if (options.signal?.aborted) break;
    }
  } finally {
    restoreModes(modes);
  }
  const values = new Float32Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    values.set(part, offset);
    offset += part.length;
  }
  const width = rest.reduce((product, size) => product * size, 1);
  return hostArray(values, [width === 0 ? 0 : values.length / width, ...rest]);
}

function run(model: Model, batch: readonly Tensor[]): Tensor {
  using scope = memoryScope();
  return own(scope.keep(noGrad(() => forward(model, batch))));
}
