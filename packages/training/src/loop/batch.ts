import { ArgumentError } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** A batch as a loader gives it: the inputs, then the targets. */
export type Batch = readonly Tensor[];

/** What batches come from: a `DataLoader`, or anything else that can be gone through again and again. */
export interface Batches extends AsyncIterable<Batch> {
  /** Number of batches in a pass, where it is known. */
  readonly length?: number | undefined;
  /** Where it stands, in the middle of a pass too. */
  stateDict?(): unknown;
  /** Goes on where `stateDict` was called: the next pass begins there. */
  loadStateDict?(state: unknown): void;
}

/** A model that takes as many tensors as the batches have inputs; several outputs come in an array or a record. */
export type Model<Outputs = Tensor> = AnyModule & { forward(...inputs: readonly Tensor[]): Outputs };

/** @internal Throws unless the number of target fields is a whole one. */
export function checkTargetFields(subject: string, fields: number): void {
  if (Number.isInteger(fields) && fields >= 0) return;
  throw new ArgumentError(subject, {
    expected: 'targetFields to be a whole number of at least 0',
    received: fields,
  });
}

/** @internal The model's outputs for a batch, of which the last fields are targets. */
export function forward<Outputs>(model: Model<Outputs>, batch: Batch, targetFields = 1): Outputs {
  const inputs = batch.length > targetFields ? batch.slice(0, batch.length - targetFields) : batch;
  return model.forward(...inputs);
}

/** @internal The targets of a batch: one tensor, or several; with 0 fields the inputs, which the model is to give back. */
export function targetsOf<Targets>(subject: string, batch: Batch, targetFields = 1): Targets {
  const targets = targetFields === 0 ? batch : batch.slice(-targetFields);
  if (batch.length > targetFields) return (targets.length === 1 ? targets[0] : targets) as Targets;
  throw new ArgumentError(subject, {
    expected: 'batches of inputs and targets',
    received: `${batch.length} field${batch.length === 1 ? '' : 's'}`,
    hint: 'Give the data set a field for the targets, or use predict().',
  });
}

/** @internal Number of examples in a batch. */
export const sizeOfBatch = (batch: Batch): number => batch[0]?.shape[0] ?? 0;
