import {
  checkOptions,
  currentBackend,
  type OptionTable,
  type TypedArray,
  typedArray,
} from '@neurona/backend';
import { type HostArray, hostArray } from '@neurona/datasets';
import { rememberModes } from '@neurona/layers';
import { memoryScope, noGrad, own, type Tensor } from '@neurona/tensor';
import { type Batch, inputsOf, type Model } from './batch.js';
import { batchesOf, type Data } from './data.js';
import { evaluationBatches } from './evaluate.js';
import { Pace } from './pace.js';
import { disposeTensors, mapTensors } from './tensor-tree.js';

/** Settings of {@link predict}. */
export interface PredictOptions {
  /** Batch size if the data is no loader, default 256. */
  readonly batchSize?: number;
  /** How many of an example's fields, the last ones, are targets and left out; default 1 where there are several, else 0. */
  readonly targetFields?: number;
  /** Ends after the current batch: the outputs are then those of the batches so far. */
  readonly signal?: AbortSignal;
}

/** @internal */
export const predictOptions: OptionTable<PredictOptions> = {
  batchSize: 256,
  targetFields: 1,
  signal: undefined,
};

/** The model's outputs with an array in the place of each tensor. */
export type Predictions<Outputs> = Outputs extends Tensor
  ? HostArray
  : Outputs extends object
    ? { readonly [Key in keyof Outputs]: Predictions<Outputs[Key]> }
    : Outputs;

const readsInFlight = 4; // batches whose outputs are on their way from the device

/** The outputs of a batch: what they are made of, and a copy of each tensor's values. */
interface Part {
  readonly outputs: unknown;
  readonly arrays: readonly HostArray[];
}

/**
 * Computes a model's outputs for data, in order, with layers in evaluation mode. If examples have several fields, the last one
 * is the targets and ignored.
 * @param data - A loader, a data set, or arrays `[inputs]` or `[inputs, targets]`.
 * @returns All outputs in one array, `[N, ...]`; of a model with several outputs, an array of each.
 * @example
 * const model = new Sequential(new Linear(2, 3));
 * const data = new ArrayDataset([hostArray(new Float32Array(8), [4, 2])]);
 * (await predict(model, data)).shape; // => [4, 3]
 */
export async function predict<Outputs = Tensor>(
  model: Model<Outputs>,
  data: Data,
  options: PredictOptions = {},
): Promise<Predictions<Outputs>> {
  checkOptions('predict', options, predictOptions);
  const batches = await batchesOf('predict', data, options, evaluationBatches);
  const pace = new Pace(currentBackend());
  const restoreModes = rememberModes(model);
  model.eval();
  const parts: Promise<Part>[] = [];
  try {
    for await (const batch of batches) {
      const part = read(run(model, batch, options.targetFields));
      part.catch(() => {}); // awaited below
      parts.push(part);
      await parts.at(-1 - readsInFlight);
      await pace.step();
      if (options.signal?.aborted) break;
    }
    return joined(await Promise.all(parts)) as Predictions<Outputs>;
  } finally {
    restoreModes();
  }
}

/** The outputs for a batch, to be freed by who gets them. */
function run(model: Model<unknown>, batch: Batch, targetFields: number | undefined): unknown {
  using _scope = memoryScope();
  return noGrad(() =>
    mapTensors(model.forward(...inputsOf(batch, targetFields)), (tensor) => own(tensor.detach())),
  );
}

/** Copies outputs from the device, and frees them there. */
async function read(outputs: unknown): Promise<Part> {
  const tensors: Tensor[] = [];
  mapTensors(outputs, (tensor) => tensors.push(tensor));
  try {
    const values = await Promise.all(tensors.map((tensor) => tensor.data()));
    return {
      outputs,
      arrays: tensors.map(({ shape, dtype }, i) => ({ values: values[i]!, shape, dtype })),
    };
  } finally {
    disposeTensors(outputs);
  }
}

/** The outputs of all batches, one after another. */
function joined(parts: readonly Part[]): unknown {
  const [first] = parts;
  if (!first) return hostArray(new Float32Array(0));
  let at = 0;
  return mapTensors(first.outputs, () => {
    const i = at++;
    return concatRows(parts.map(({ arrays }) => arrays[i]!));
  });
}

function concatRows(arrays: readonly HostArray[]): HostArray {
  const { dtype, shape } = arrays[0]!;
  const length = (of: (array: HostArray) => number): number =>
    arrays.reduce((sum, array) => sum + of(array), 0);
  const values: TypedArray = typedArray(
    dtype,
    length((array) => array.values.length),
  );
  let offset = 0;
  for (const array of arrays) {
    values.set(array.values, offset);
    offset += array.values.length;
  }
  return { values, shape: [length((array) => array.shape[0] ?? 1), ...shape.slice(1)], dtype };
}
