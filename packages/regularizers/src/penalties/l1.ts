import { checkOptions } from '@neurona/backend';
import type { WeightsOptions } from '../weights.js';
import { weightsOptions } from '../weights.js';
import { checkStrength, type Penalty, penaltyOf } from './penalty.js';

/**
 * L1 penalty: the sum of the absolute values of weights. Drives small weights to 0.
 *
 *     penalty = strength · Σ |w|
 *
 * @param strength - At least 0.
 * @param options - `weights`: parameters to include, default all but biases and norms.
 * @throws {@link ArgumentError} if `strength` is negative; when called, if no weight is chosen.
 * @example
 * const model = { namedParameters: () => [['weight', new Parameter([[3, -4]])]] };
 * await l1(0.1)(model).item(); // => 0.7
 * @see Tibshirani, "Regression Shrinkage and Selection via the Lasso", 1996
 */
export function l1(strength: number, options: WeightsOptions = {}): Penalty {
  checkOptions('l1', options, weightsOptions);
  checkStrength('l1', strength);
  return penaltyOf('l1', options, (weight) => weight.abs().sum().mul(strength));
}
