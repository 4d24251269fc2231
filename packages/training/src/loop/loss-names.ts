import { ArgumentError } from '@neurona/backend';
import { bce, bceWithLogits, crossEntropy, huber, mae, mse, nll } from '@neurona/layers';
import type { Loss } from './fit-options.js';

const losses = { bce, bceWithLogits, crossEntropy, huber, mae, mse, nll };

/** Losses of `@neurona/layers` that can be passed by name. */
export type LossName = keyof typeof losses;

/** @internal The loss of a name, or the loss itself. */
export function lossOf<Outputs, Targets>(
  subject: string,
  loss: Loss<Outputs, Targets> | LossName,
): Loss<Outputs, Targets> {
  if (typeof loss === 'function') return loss;
  if (Object.hasOwn(losses, String(loss))) return losses[loss] as unknown as Loss<Outputs, Targets>;
  throw new ArgumentError(subject, {
    expected: `a loss: a function of outputs and targets, or one of ${Object.keys(losses).join(', ')}`,
    received: loss,
    hint: 'Import others from @neurona/layers, as { loss: smoothL1 }.',
  });
}
