import { checkOptions } from '@neurona/backend';
import { eye } from '@neurona/tensor';
import type { WeightsOptions } from '../weights.js';
import { weightsOptions } from '../weights.js';
import { checkStrength, type Penalty, penaltyOf } from './penalty.js';

/**
 * Orthogonality penalty: how far the columns of weights (or the rows, if there are fewer) are from orthonormal.
 *
 *     penalty = strength · ‖WᵀW - I‖²        W `[inputs, outputs]`: all axes but the last flattened;  WWᵀ where inputs < outputs
 *
 * @param strength - At least 0.
 * @param options - `weights`: parameters to include, default all but biases and norms.
 * @throws {@link ArgumentError} if `strength` is negative; when called, if no weight is chosen.
 * @example
 * const model = { namedParameters: () => [['weight', new Parameter([[3, -4]])]] };
 * await orthogonal(0.1)(model).item(); // => 57.6
 * @see Brock et al., "Neural Photo Editing with Introspective Adversarial Networks", 2016, arXiv:1609.07093
 */
export function orthogonal(strength: number, options: WeightsOptions = {}): Penalty {
  checkOptions('orthogonal', options, weightsOptions);
  checkStrength('orthogonal', strength);
  return penaltyOf('orthogonal', options, (weight) => {
    const matrix = weight.reshape([-1, weight.shape.at(-1) ?? 1]);
    const [inputs, outputs] = matrix.shape as [number, number];
    const gram = inputs < outputs ? matrix.matmul(matrix.t()) : matrix.t().matmul(matrix);
    const identity = eye(Math.min(inputs, outputs), undefined, { backend: weight.backend });
    return gram.sub(identity).square().sum().mul(strength);
  });
}
