import type { AnyModule } from '@neurona/layers';
import { type Tensor, tensor } from '@neurona/tensor';

/** An array in a fixture. */
export interface FixtureValues {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A tensor of a fixture's array. */
export const tensorOf = ({ shape, values }: FixtureValues): Tensor => tensor(values, { shape });

/** Puts a fixture's weights into a model, in the order of its parameters. */
export function giveWeights<Model extends AnyModule>(model: Model, weights: readonly FixtureValues[]): Model {
  for (const [i, parameter] of model.parameters().entries()) parameter.assign(tensorOf(weights[i]!));
  return model;
}
