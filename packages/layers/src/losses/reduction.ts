import { ArgumentError, type OptionTable } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';
import { noteDivisor } from './divisor.js';

/** How the losses of a batch are reduced: averaged, summed, or not at all. */
export type Reduction = 'mean' | 'sum' | 'none';

/** Settings of losses. */
export interface LossOptions {
  /** Default `mean`. */
  readonly reduction?: Reduction | undefined;
}

/** @internal */
export const lossOptions: OptionTable<LossOptions> = { reduction: 'mean' };

/** Settings of losses whose targets are classes. */
export interface ClassLossOptions extends LossOptions {
  /** Factor of each class `[C]`, default 1. The mean divides by the sum of the factors used, and is 0 where that is 0. */
  readonly weight?: Tensor | undefined;
  /** Targets of this value are ignored, in the loss and in the mean; default none. */
  readonly ignoreIndex?: number | undefined;
}

/** @internal */
export const classLossOptions: OptionTable<ClassLossOptions> = {
  ...lossOptions,
  weight: undefined,
  ignoreIndex: -100,
};

/** @internal Reduces losses. Throws an `ArgumentError` if the reduction is none of the three. */
export function reduceLoss(subject: string, losses: Tensor, reduction: Reduction = 'mean'): Tensor {
  if (reduction === 'mean') {
    noteDivisor(() => losses.size);
    return losses.mean();
  }
  if (reduction === 'sum') return losses.sum();
  if (reduction === 'none') return losses;
  throw new ArgumentError(subject, {
    expected: "reduction to be 'mean', 'sum' or 'none'",
    received: reduction,
  });
}
