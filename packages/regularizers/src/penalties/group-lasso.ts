import { checkOptions, type OptionTable } from '@neurona/backend';
import { axesBut } from '../axes.js';
import type { WeightsOptions } from '../weights.js';
import { weightsOptions } from '../weights.js';
import { checkStrength, type Penalty, penaltyOf } from './penalty.js';

/** Settings of {@link groupLasso}. */
export interface GroupLassoOptions extends WeightsOptions {
  /** The axis whose entries are groups, default -1: one group per output unit or channel. */
  readonly axis?: number;
}

const groupLassoOptions: OptionTable<GroupLassoOptions> = { ...weightsOptions, axis: -1 };

/**
 * Group lasso: the sum of the norms of groups of weights. Drives whole units or channels to 0, so that they can be pruned.
 *
 *     penalty = strength · Σ_g √|g| · ‖w_g‖₂        |g|: weights in group g
 *
 * @param strength - At least 0.
 * @throws {@link ArgumentError} if `strength` is negative; when called, if no weight is chosen.
 * @throws {@link ShapeError} when called, if a weight lacks the axis.
 * @example
 * const model = { namedParameters: () => [['weight', new Parameter([[3], [4], [0], [0]])]] };
 * await groupLasso(0.1)(model).item(); // => 1
 * @see Yuan, Lin, "Model Selection and Estimation in Regression with Grouped Variables", 2006
 */
export function groupLasso(strength: number, options: GroupLassoOptions = {}): Penalty {
  checkOptions('groupLasso', options, groupLassoOptions);
  checkStrength('groupLasso', strength);
  const { axis = -1 } = options;
  return penaltyOf('groupLasso', options, (weight) => {
    const norms = weight.norm({ axis: axesBut('groupLasso', axis, weight) }); // [groups]
    return norms.sum().mul(strength * Math.sqrt(weight.size / norms.size));
  });
}
