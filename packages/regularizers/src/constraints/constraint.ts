import { noGrad, scoped, type Tensor } from '@neurona/tensor';
import { choice, chosenWeights, type WeightsOptions, type WithParameters } from '../weights.js';

/** Changes a model's parameters in place, after an optimizer step. */
export type Constraint = (model: WithParameters) => void;

/** @internal Replaces each selected weight by `project(weight)`. */
export const constraintOf =
  (subject: string, options: WeightsOptions, project: (weight: Tensor) => Tensor): Constraint =>
  (model) =>
    noGrad(() => {
      for (const [, weight] of chosenWeights(subject, model, choice(options)))
        scoped(() => weight.set(project(weight)));
    });
