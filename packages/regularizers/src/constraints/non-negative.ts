import { checkOptions } from '@neurona/backend';
import type { WeightsOptions } from '../weights.js';
import { weightsOptions } from '../weights.js';
import { type Constraint, constraintOf } from './constraint.js';

/**
 * Sets negative weights to 0.
 *
 *     w = max(w, 0)
 *
 * @throws {@link ArgumentError} when called, if no weight is chosen.
 * @example
 * const weight = new Parameter([[3, -0.5]]);
 * nonNegative()({ namedParameters: () => [['weight', weight]] });
 * await weight.array(); // => [[3, 0]]
 */
export const nonNegative = (options: WeightsOptions = {}): Constraint => {
  checkOptions('nonNegative', options, weightsOptions);
  return constraintOf('nonNegative', options, (weight) => weight.maximum(0));
};
