// internal
import { describeShape } from '@neurona/backend';
import { DataLoader, type Dataset, type Example } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { Generator, type Tensor } from '@neurona/tensor';
import type { Batches } from '../loop/batch.js';
import type { TrainingOptions } from '../loop/fit-options.js';

/** What has to be the same on every rank, in words: the model's tensors, the data, the settings. */
export async function describeTraining(
  model: AnyModule,
  data: Batches,
  validation: Batches | undefined,
  options: TrainingOptions & {
    readonly accumulate?: number;
    readonly clipNorm?: number;
    readonly clipValue?: number;
  },
): Promise<Record<string, string>> {
  const { epochs = 1, validateEvery = 1, accumulate = 1, clipNorm, clipValue } = options;
  const tensors = Object.entries(model.stateDict()).map(([name, x]) => [
    `tensor ${name} of the model`,
    ofTensor(x),
  ]);
  return {
    model: model.kind,
    ...Object.fromEntries(tensors),
    ...(await describeData('data', data)),
    ...(validation && (await describeData('validation data', validation))),
    epochs: String(epochs),
    validateEvery: String(validateEvery),
    accumulate: String(accumulate),
    clipNorm: String(clipNorm),
    clipValue: String(clipValue),
  };
}

async function describeData(name: string, batches: Batches): Promise<Record<string, string>> {
  const loader = batches instanceof DataLoader ? batches : undefined;
  const [example] = loader ? await firstExample(loader.dataset) : [];
  const fields = (example ?? []).flatMap(({ shape, dtype, values }, i) => [
    [`shape of field ${i} of the ${name}`, `${describeShape(shape)} of ${dtype}`],
    [
      `field ${i} of the first example of the ${name}`,
      `one that sums to ${Float64Array.from(values).reduce((sum, value) => sum + value, 0)}`,
    ],
  ]);
  return {
    ...(loader && {
      [`number of examples of the ${name}`]: String(loader.dataset.length ?? 'an unknown number'),
      [`batch size of the ${name}`]: String(loader.batchSize),
    }),
    ...Object.fromEntries(fields),
    [`number of batches of the ${name}`]: String(batches.length ?? 'an unknown number'),
  };
}

async function firstExample(dataset: Dataset): Promise<[Example] | []> {
  if (!('get' in dataset) || dataset.length === 0) return [];
  return [await dataset.get(0, new Generator(0))];
}

const ofTensor = ({ shape, dtype }: Tensor): string => `${describeShape(shape)} of ${dtype}`;
