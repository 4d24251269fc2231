import { ArgumentError, checkOptions, describeShape, type OptionTable, ShapeError } from '@neurona/backend';
import { type Features, featureExtractor, type Module } from '@neurona/layers';
import { grad, interpolate, type Tensor } from '@neurona/tensor';
import { ImageModel } from '../image-model/image-model.js';
import { chosenClasses, type ExplainedClasses, explained } from './explained.js';

/** Settings of {@link gradCAM}. */
export interface GradCAMOptions {
  /**
   * Path of the module whose output `[N, h, w, C]` is looked at, as `layer4` or `features.6`; default the features before the head
   * of an {@link ImageModel}.
   */
  readonly layer?: string;
  /** The class to explain, one for all images or one for each; default the one that the model predicts. */
  readonly classes?: ExplainedClasses;
}

const gradCAMOptions: OptionTable<GradCAMOptions> = { layer: '', classes: 0 };

/**
 * Grad-CAM: where in an image a network sees what speaks for a class.
 *
 *     α_k = mean_ij ∂logit / ∂A_ijk        map = relu(Σ_k α_k A_k)        A: the output of a layer
 *
 * The map is enlarged to the size of the images, bilinearly. The model runs in evaluation mode, and is left as it was.
 *
 * Shape: x `[N, H, W, C]` → `[N, H, W]`, values of at least 0.
 * @param model - A classifier: images `[N, H, W, C]` → logits `[N, K]`.
 * @param options - `layer` (the features before the head), `classes` (the predicted ones).
 * @throws {@link ArgumentError} if there is no such layer or class, or `layer` is missing for a model that is no {@link ImageModel};
 * {@link ShapeError} if x, the layer's output or the logits have other axes.
 * @example
 * const model = lenet5({ numClasses: 4 });
 * gradCAM(model, ones([2, 32, 32, 1]), { classes: 3 }).shape; // => [2, 32, 32]
 * gradCAM(new Sequential(new Conv2d(1, 2, 3), new Flatten(), new Linear(8, 2)), ones([1, 4, 4, 1]), { layer: '0' }).shape; // => [1, 4, 4]
 * @see Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization", 2016, arXiv:1610.02391
 */
export function gradCAM(model: Module, x: Tensor, options: GradCAMOptions = {}): Tensor {
  const { layer, classes } = checkOptions('gradCAM', options, gradCAMOptions);
  return explained('gradCAM', model, x, (images) => {
    const { maps, logits } = look(model, layer, images); // [N, h, w, C], [N, K]
    const [gradient] = grad(logits.mul(chosenClasses('gradCAM', logits, classes)).sum(), [maps]);
    const weights = gradient.mean({ axis: [1, 2], keepDims: true }); // [N, 1, 1, C]
    const map = maps.mul(weights).sum({ axis: -1, keepDims: true }).relu(); // [N, h, w, 1]
    return interpolate(map, { size: x.shape.slice(1, 3), mode: 'bilinear' }).squeeze(-1); // [N, H, W]
  });
}

/** Computes the maps that are looked at, and the logits. */
function look(
  model: Module,
  layer: string | undefined,
  images: Tensor,
): { readonly maps: Tensor; readonly logits: Tensor } {
  if (layer !== undefined) {
    const outputs: Features = featureExtractor(model, [layer, '']).forward(images);
    return { maps: checkMaps(layer, outputs[layer]!), logits: outputs['']! };
  }
  if (model instanceof ImageModel) {
    const maps = checkMaps('features', model.features(images));
    return { maps, logits: model.classify(maps) };
  }
  throw new ArgumentError('gradCAM', {
    expected: 'the path of a layer',
    received: layer,
    where: `${model.kind} is no ImageModel`,
    hint: 'Pass { layer }: the last one whose output still has rows and columns. Paths are those of model.namedModules().',
  });
}

function checkMaps(layer: string, maps: Tensor): Tensor {
  if (maps.ndim === 4) return maps;
  throw new ShapeError('gradCAM', {
    expected: 'a layer whose output is [N, h, w, C]',
    received: describeShape(maps.shape),
    where: layer,
    hint: 'Choose one before pooling and flattening.',
  });
}
