// internal
import { type AnyModule, initConstant, initNormal } from '@neurona/layers';

/** Draws the weights that a model begins with: matrices from N(0, 0.02²), biases zeros. */
export function drawWeights(module: AnyModule): void {
  for (const [name, parameter] of module.namedParameters()) {
    if (parameter.ndim === 2) initNormal(parameter, { std: 0.02 });
    else if (name.endsWith('bias')) initConstant(parameter, 0);
  }
}
