// internal
import type { Shape } from '@neurona/backend';
import { Convolution } from '../conv/convolution.js';
import { Embedding } from '../embedding/embedding.js';
import { Linear } from '../linear/linear.js';
import type { AnyModule } from '../module.js';

const usualSizes = [224, 32, 64, 299, 28, 128, 512, 8];

/** Shapes of inputs to try: the given one, or usual ones that the first layer with weights takes. */
export function usualShapes(
  model: AnyModule,
  inputShape: Shape | readonly Shape[] | undefined,
): readonly (Shape | readonly Shape[])[] {
  if (inputShape) return [inputShape];
  for (const [, module] of model.namedModules()) {
    if (module instanceof Embedding)
      return [
        [1, 32],
        [1, 512],
      ];
    if (module instanceof Linear)
      return [
        [1, module.inFeatures],
        [1, 4, module.inFeatures],
      ];
    if (!(module instanceof Convolution)) continue;
    const { weight, inChannels } = module as Convolution & { readonly inChannels: number };
    const axes = weight.ndim - 2;
    return usualSizes
      .filter((size) => axes < 3 || size <= 64)
      .map((size) => [1, ...Array<number>(axes).fill(size), inChannels]);
  }
  return [];
}
