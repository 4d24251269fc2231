import { checkOptions } from '@neurona/backend';
import { axesBut } from '../axes.js';
import { type Constraint, constraintOf } from './constraint.js';
import type { NormConstraintOptions } from './max-norm.js';
import { normConstraintOptions } from './max-norm.js';

/**
 * Scales the weights of each unit to norm 1; weights that are all 0 stay so.
 *
 *     w_g = w_g / ‖w_g‖₂
 *
 * @throws {@link ArgumentError} when called, if no weight is chosen; {@link ShapeError} if a weight lacks the axis.
 * @example
 * const weight = new Parameter([[3, 0.5], [4, 0]]);
 * unitNorm()({ namedParameters: () => [['weight', weight]] });
 * await weight.array(); // => [[0.6, 1], [0.8, 0]]
 */
export function unitNorm(options: NormConstraintOptions = {}): Constraint {
  const { axis = -1 } = checkOptions('unitNorm', options, normConstraintOptions);
  return constraintOf('unitNorm', options, (weight) => {
    const norm = weight.norm({ axis: axesBut('unitNorm', axis, weight), keepDims: true });
    return weight.div(norm.maximum(1e-12));
  });
}
