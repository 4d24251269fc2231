import type { ProcessGroup } from '@neurona/backend';
import { type AnyModule, checkModule } from '../module.js';
import { BatchNorm } from './batch-norm.js';

/**
 * Makes all batch normalisation of a model use the mean and variance over the batches of several processes in training, as if they
 * were one batch; `fit` does so with `{ group, syncBatchNorm: true }`. The ranks wait for each other in every such layer, in the
 * forward and in the backward pass, and each must have examples.
 * @param group - The processes; undefined makes them work for themselves again.
 * @returns The number of layers.
 * @example
 * syncBatchNorm(new Sequential(new Linear(3, 4), new BatchNorm1d(4)), undefined); // => 1
 */
export function syncBatchNorm(model: AnyModule, group: ProcessGroup | undefined): number {
  let count = 0;
  for (const [, module] of checkModule('syncBatchNorm', model).namedModules()) {
    if (!(module instanceof BatchNorm)) continue;
    module.synchronise(group);
    count++;
  }
  return count;
}
