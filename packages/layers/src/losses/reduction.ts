import { ArgumentError } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';

/** How a loss is folded into one number: averaged, summed, or left one by one. */
export type Reduction = 'mean' | 'sum' | 'none';

/** Settings of losses. */
export interface LossOptions {
  /** Default `mean`. */
  readonly reduction?: Reduction;
}

/** @internal Folds losses. Throws an `ArgumentError` if the reduction is none of the three. */
export function reduceLoss(subject: string, losses: Tensor, reduction: Reduction = 'mean'): Tensor {
  if (reduction === 'mean') return losses.mean();
  if (reduction === 'sum') return losses.sum();
  if (reduction === 'none') return losses;
  throw new ArgumentError(subject, {
    expected: "reduction to be 'mean', 'sum' or 'none'",
    received: reduction,
  });
}
