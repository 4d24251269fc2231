// internal
import {
  type AnyModule,
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  initConstant,
  initNormal,
} from '@neurona/layers';

/** Initial weights as the paper has them: N(0, 0.02), of normalisation N(1, 0.02). */
export function drawWeights(model: AnyModule): void {
  for (const [, module] of model.namedModules()) {
    if (module instanceof Conv2d || module instanceof ConvTranspose2d)
      initNormal(module.weight, { std: 0.02 });
    if (!(module instanceof BatchNorm2d)) continue;
    if (module.weight) initNormal(module.weight, { mean: 1, std: 0.02 });
    if (module.bias) initConstant(module.bias, 0);
  }
}
