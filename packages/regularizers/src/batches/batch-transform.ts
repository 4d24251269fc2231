import { ArgumentError } from '@neurona/backend';
import { oneHot, type Tensor } from '@neurona/tensor';

/** Changes a training batch, of inputs and then targets. */
export type BatchTransform = (batch: readonly Tensor[]) => readonly Tensor[];

/** @internal Splits a batch into inputs and targets. */
export function splitBatch(
  subject: string,
  batch: readonly Tensor[],
): [inputs: readonly Tensor[], targets: Tensor] {
  if (batch.length < 2) {
    throw new ArgumentError(subject, {
      expected: 'a batch of inputs and targets',
      received: `${batch.length} field${batch.length === 1 ? '' : 's'}`,
    });
  }
  return [batch.slice(0, -1), batch.at(-1)!];
}

/** @internal Targets that can be mixed: probabilities of classes, or the numbers that they are already. */
export function soften(subject: string, targets: Tensor, numClasses: number | undefined): Tensor {
  if (targets.dtype === 'float32') return targets;
  if (numClasses !== undefined) return oneHot(targets, numClasses, { dtype: 'float32' });
  throw new ArgumentError(subject, {
    expected: 'numClasses for targets that are classes',
    received: 'none',
    hint: 'Pass { numClasses }.',
  });
}

/** @internal Throws unless alpha is above 0. */
export function checkAlpha(subject: string, alpha: number): void {
  if (!(alpha > 0 && alpha < Infinity))
    throw new ArgumentError(subject, { expected: 'alpha > 0', received: alpha });
}
