// internal: initial weights by kind of layer
import {
  type AnyModule,
  Conv2d,
  initConstant,
  initKaimingNormal,
  initNormal,
  initTruncatedNormal,
  Linear,
} from '@neurona/layers';
import type { Parameter } from '@neurona/tensor';

/** How the weights of a kind of layer begin; its biases begin at zero. */
type Draw = (weight: Parameter, path: string) => unknown;

/** He's normal numbers that keep the spread of gradients. */
export const kaimingFanOut: Draw = (weight) =>
  initKaimingNormal(weight, { mode: 'fanOut', nonlinearity: 'relu' });

/** Normal numbers of standard deviation 0.01. */
export const smallNormal: Draw = (weight) => initNormal(weight, { std: 0.01 });

/** Draws the weights of convolutions and linear maps anew and zeroes their biases; a kind without a rule stays as it is. */
export function drawWeights(
  model: AnyModule,
  { conv, linear }: { readonly conv?: Draw; readonly linear?: Draw },
): void {
  for (const [path, module] of model.namedModules()) {
    const draw = module instanceof Conv2d ? conv : module instanceof Linear ? linear : undefined;
    if (!draw) continue;
    const { weight, bias } = module as Conv2d | Linear;
    draw(weight, path);
    if (bias) initConstant(bias, 0);
  }
}

/** Draws weights of convolutions and linear maps from a normal distribution cut at ±2; biases stay as they are. */
export function drawTruncated(model: AnyModule, stdOf: (path: string) => number): void {
  for (const [path, module] of model.namedModules()) {
    if (!(module instanceof Conv2d || module instanceof Linear)) continue;
    initTruncatedNormal(module.weight, { std: stdOf(path), low: -2, high: 2 });
  }
}
