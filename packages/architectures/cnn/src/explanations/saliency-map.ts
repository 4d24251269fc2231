import { checkOptions, type OptionTable } from '@neurona/backend';
import type { Module } from '@neurona/layers';
import { grad, type Tensor } from '@neurona/tensor';
import { chosenClasses, type ExplainedClasses, explained } from './explained.js';

/** Settings of {@link saliencyMap}. */
export interface SaliencyMapOptions {
  /** The class to explain, one for all images or one for each; default the one that the model predicts. */
  readonly classes?: ExplainedClasses;
}

const saliencyMapOptions: OptionTable<SaliencyMapOptions> = { classes: 0 };

/**
 * How much the score of a class changes with each pixel.
 *
 *     map_ij = max_c |∂logit / ∂x_ijc|
 *
 * The model runs in evaluation mode, and is left as it was.
 *
 * Shape: x `[N, H, W, C]` → `[N, H, W]`.
 * @param model - A classifier: images `[N, H, W, C]` → logits `[N, K]`.
 * @param options - `classes` (the predicted ones).
 * @throws {@link ShapeError} if x or the logits have other axes; {@link ArgumentError} if there is no such class.
 * @example
 * const model = new Sequential(new Flatten(), new Linear(4, 2));
 * model.layers[1].weight.assign(tensor([[1, 0], [0, 0], [-3, 0], [0, 0]]));
 * await saliencyMap(model, ones([1, 2, 2, 1]), { classes: 0 }).data(); // => [1, 0, 3, 0]
 * @see Simonyan, Vedaldi, Zisserman, "Deep Inside Convolutional Networks", 2013, arXiv:1312.6034
 */
export function saliencyMap(model: Module, x: Tensor, options: SaliencyMapOptions = {}): Tensor {
  const { classes } = checkOptions('saliencyMap', options, saliencyMapOptions);
  return explained('saliencyMap', model, x, (images) => {
    const logits = model.forward(images);
    const [gradient] = grad(logits.mul(chosenClasses('saliencyMap', logits, classes)).sum(), [images]);
    return gradient.abs().max({ axis: -1 });
  });
}
