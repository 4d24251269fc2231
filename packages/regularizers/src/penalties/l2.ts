import { checkOptions } from '@neurona/backend';
import type { WeightsOptions } from '../weights.js';
import { weightsOptions } from '../weights.js';
import { checkStrength, type Penalty, penaltyOf } from './penalty.js';

/**
 * L2 penalty: the sum of the squares of weights. Keeps them small. With plain SGD it is the optimizer's `weightDecay` of twice the strength.
 *
 *     penalty = strength · Σ w²
 *
 * @param strength - At least 0.
 * @param options - `weights`: parameters to include, default all but biases and norms.
 * @throws {@link ArgumentError} if `strength` is negative; when called, if no weight is chosen.
 * @example
 * const model = { namedParameters: () => [['weight', new Parameter([[3, -4]])]] };
 * await l2(0.1)(model).item(); // => 2.5
 * @see Krogh, Hertz, "A Simple Weight Decay Can Improve Generalization", 1991
 */
export function l2(strength: number, options: WeightsOptions = {}): Penalty {
  checkOptions('l2', options, weightsOptions);
  checkStrength('l2', strength);
  return penaltyOf('l2', options, (weight) => weight.square().sum().mul(strength));
}
