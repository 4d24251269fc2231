import { ArgumentError } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** A batch as a loader returns it: the inputs, then the targets. */
export type Batch = readonly Tensor[];

/** Source of batches: a `DataLoader`, or any other object that can be iterated repeatedly. */
export interface Batches extends AsyncIterable<Batch> {
  /** Number of batches per epoch, if known. */
  readonly length?: number | undefined;
  /** Current position, also in the middle of an epoch. */
  stateDict?(): unknown;
  /** Resumes where `stateDict` was called: the next iteration begins there. */
  loadStateDict?(state: unknown): void;
}

/** A model that takes as many tensors as the batches have inputs, and returns a tensor, or several in an array or a record. */
export type Model<Outputs = Tensor> = AnyModule & { forward(...inputs: readonly Tensor[]): Outputs };

/** Which fields of a batch are inputs, and which are targets. */
export interface FieldOptions {
  /** Number of target fields, the last ones of a batch; several are passed as an array. Default 1. */
  readonly targetFields?: number;
  /**
   * Whether the inputs are the targets, as for an autoencoder; default false. Targets of the
   * data, such as labels, are ignored; data of one field has none.
   */
  readonly reconstruct?: boolean;
}

/** @internal Throws unless the number of target fields is a whole one. */
export function checkFields(subject: string, { targetFields, reconstruct = false }: FieldOptions): void {
  const least = reconstruct ? 0 : 1;
  if (targetFields === undefined || (Number.isInteger(targetFields) && targetFields >= least)) return;
  throw new ArgumentError(subject, {
    expected: `targetFields to be an integer of at least ${least}`,
    received: targetFields,
    ...(targetFields === 0 && { hint: 'Pass { reconstruct: true } to have the inputs as targets.' }),
  });
}

/** @internal The inputs of a batch: its fields without the last ones, which are targets. */
export const inputsOf = (
  batch: Batch,
  targetFields = batch.length > 1 ? 1 : 0, // one field alone is an input
): Batch => batch.slice(0, batch.length - targetFields);

/** @internal Inputs and targets of a batch: one tensor, or several in an array. */
export function split<Targets>(
  subject: string,
  batch: Batch,
  { targetFields, reconstruct = false }: FieldOptions,
): { readonly inputs: Batch; readonly targets: Targets } {
  const count = targetFields ?? (reconstruct && batch.length === 1 ? 0 : 1);
  if (batch.length <= count) {
    throw new ArgumentError(subject, {
      expected: 'batches of inputs and targets',
      received: `${batch.length} field${batch.length === 1 ? '' : 's'}`,
      hint: 'Give the data set a field for the targets, pass { reconstruct: true } to have the inputs as targets, or use predict().',
    });
  }
  const inputs = inputsOf(batch, count);
  const targets = reconstruct ? inputs : batch.slice(inputs.length);
  return { inputs, targets: (targets.length === 1 ? targets[0] : targets) as Targets };
}

/** @internal Number of examples in a batch. */
export const sizeOfBatch = (batch: Batch): number => batch[0]?.shape[0] ?? 0;
