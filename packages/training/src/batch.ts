// internal
import { ArgumentError } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** A batch as a loader gives it: the inputs, then the targets. */
export type Batch = readonly Tensor[];

/** A model from tensors to a tensor, of as many inputs as the batches have. */
export type Model = AnyModule & { forward(...inputs: readonly Tensor[]): Tensor };

/** The model's outputs for a batch. */
export function forward(model: Model, batch: Batch): Tensor {
  const inputs = batch.length === 1 ? batch : batch.slice(0, -1);
  return model.forward(...inputs);
}

/** The targets of a batch. */
export function targetsOf(subject: string, batch: Batch): Tensor {
  if (batch.length >= 2) return batch.at(-1)!;
  throw new ArgumentError(subject, {
    expected: 'batches of inputs and targets',
    received: `${batch.length} field${batch.length === 1 ? '' : 's'}`,
    hint: 'Give the data set a field for the targets, or use predict().',
  });
}

/** Number of examples in a batch. */
export const sizeOfBatch = (batch: Batch): number => batch[0]?.shape[0] ?? 0;
