import { checkOptions, type OptionTable, type Shape } from '@neurona/backend';
import { noGrad, Parameter, scoped } from '@neurona/tensor';
import { Conv2d } from '../conv/conv2d.js';
import type { AnyModule } from '../module.js';
import { checkModule } from '../module.js';
import { type FusiblePair, findFusible } from './find-fusible.js';
import { usualShapes } from './usual-shapes.js';

/** Settings of {@link fuse}. */
export interface FuseOptions {
  /** Shape of the model's input, `[1, 224, 224, 3]`, or of each of several. Default a usual one that its first layer takes. */
  readonly inputShape?: Shape | readonly Shape[] | undefined;
}

const fuseOptions: OptionTable<FuseOptions> = { inputShape: undefined };

/**
 * Folds batch norms into the convolutions and linear layers in front of them, and returns the model, in evaluation mode: the same outputs
 * in less time. A trial run on a device that knows shapes alone finds pairs in any module: a norm whose input is the output of a layer that
 * nothing else uses. What can't be folded stays as it is. Convolutions may round more where that is faster ({@link Conv2dOptions.fastMath}):
 * outputs are the same within 1e-5 of the largest. The model is changed: its norms have no state any more, and it is not to be trained further.
 *
 *     weight' = weight · scale        bias' = (bias - mean) · scale + shift        scale = normWeight / √(var + eps), shift = normBias
 *
 * @throws {@link ArgumentError} if `inputShape` is needed.
 * @example
 * const model = new Sequential(new Conv2d(3, 8, 3), new BatchNorm2d(8), new ReLU());
 * Object.keys(fuse(model).stateDict()); // => ['0.weight', '0.bias']
 */
export function fuse<Model extends AnyModule>(model: Model, options: FuseOptions = {}): Model {
  const { inputShape } = checkOptions('fuse', options, fuseOptions);
  checkModule('fuse', model).eval();
  for (const pair of findFusible(model, usualShapes(model, inputShape))) fold(pair);
  for (const [, module] of model.namedModules()) {
    if (module instanceof Conv2d)
      (module as { options: Conv2d['options'] }).options = { ...module.options, fastMath: true };
  }
  return model;
}

/** Gives the layer what the norm does. */
function fold({ layer, norm }: FusiblePair): void {
  const { weight, bias } = layer;
  noGrad(() =>
    scoped(() => {
      const { scale, shift } = norm.affine();
      weight.assign(weight.mul(scale)); // output channels are the last axis of all
      const shifted = bias ? bias.mul(scale).add(shift) : shift;
      if (bias) bias.assign(shifted);
      else {
        const fresh = new Parameter(shifted.add(0)); // a copy
        fresh.requiresGrad = weight.requiresGrad;
        (layer as { bias: Parameter | undefined }).bias = fresh;
      }
    }),
  );
  norm.fold();
}
