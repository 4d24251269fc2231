import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { axesBut } from '../axes.js';
import type { WeightsOptions } from '../weights.js';
import { weightsOptions } from '../weights.js';
import { type Constraint, constraintOf } from './constraint.js';

/** Settings of {@link maxNorm} and {@link unitNorm}. */
export interface NormConstraintOptions extends WeightsOptions {
  /** The axis whose entries each have a norm, default -1: one norm per output unit or channel. */
  readonly axis?: number;
}

/** @internal */
export const normConstraintOptions: OptionTable<NormConstraintOptions> = { ...weightsOptions, axis: -1 };

/**
 * Limits the norm of each unit's weights by scaling them down.
 *
 *     w_g = w_g · min(1, limit / ‖w_g‖₂)
 *
 * @param limit - The largest norm, above 0.
 * @throws {@link ArgumentError} if `limit` is not above 0; when called, if no weight is chosen.
 * @throws {@link ShapeError} when called, if a weight lacks the axis.
 * @example
 * const weight = new Parameter([[3, 0.5], [4, 0]]);
 * maxNorm(1)({ namedParameters: () => [['weight', weight]] });
 * await weight.array(); // => [[0.6, 0.5], [0.8, 0]]
 * @see Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014
 */
export function maxNorm(limit: number, options: NormConstraintOptions = {}): Constraint {
  checkOptions('maxNorm', options, normConstraintOptions);
  if (!(limit > 0)) throw new ArgumentError('maxNorm', { expected: 'limit > 0', received: limit });
  const { axis = -1 } = options;
  return constraintOf('maxNorm', options, (weight) => {
    const norm = weight.norm({ axis: axesBut('maxNorm', axis, weight), keepDims: true });
    return weight.mul(norm.maximum(1e-12).reciprocal().mul(limit).minimum(1));
  });
}
