// internal
import { type AnyModule, initConstant, initNormal } from '@neurona/layers';
import { isDrawEnabled } from '@neurona/tensor';

/** Draws the weights that a model begins with, all or those of some names: matrices from N(0, 0.02²), biases zeros. */
export function drawWeights(module: AnyModule, names?: readonly string[]): void {
  if (!isDrawEnabled()) return; // they are zeros
  for (const [name, parameter] of module.namedParameters()) {
    if (names && !names.includes(name)) continue;
    if (parameter.ndim === 2) initNormal(parameter, { std: 0.02 });
    else if (name.endsWith('bias')) initConstant(parameter, 0);
  }
}
