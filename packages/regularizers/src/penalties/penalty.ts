import { ArgumentError } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';
import { choice, chosenWeights, type WeightsOptions, type WithParameters } from '../weights.js';

/** Computes a scalar from a model's parameters, which is added to the loss. */
export type Penalty = (model: WithParameters) => Tensor;

/** @internal The sum of a term over the chosen weights. */
export const penaltyOf =
  (subject: string, options: WeightsOptions, term: (weight: Tensor) => Tensor): Penalty =>
  (model) =>
    scoped(() =>
      chosenWeights(subject, model, choice(options))
        .map(([, weight]) => term(weight))
        .reduce((sum, value) => sum.add(value)),
    );

/** @internal Throws unless a strength is at least 0. */
export function checkStrength(subject: string, strength: number, name = 'strength'): void {
  if (!(strength >= 0)) throw new ArgumentError(subject, { expected: `${name} ≥ 0`, received: strength });
}
