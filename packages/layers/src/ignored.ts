// internal
import type { Tensor } from '@neurona/tensor';

/**
 * x with 0 in place of NaN and infinity where it doesn't count. Multiplying by 0 is not enough: 0 · ∞ is NaN, in the value
 * and in the gradient. Finite values stay, so that their factors get their gradients.
 * @param counts - True where x counts; broadcast.
 */
export const finiteWhereIgnored = (x: Tensor, counts: Tensor): Tensor =>
  counts.logicalOr(x.isFinite()).where(x, 0);

/** The same for weighted values, where weight 0 means that a value doesn't count. */
export const finiteWhereWeightless = (x: Tensor, weight: Tensor | undefined): Tensor =>
  weight ? finiteWhereIgnored(x, weight.notEqual(0)) : x;
