import type { AnyModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { vit } from '@neurona/transformer';
import type { Call } from '../call.js';
import { imageModels } from './image-models.js';

/** One of our models in place of a published one, its state under PyTorch's names. */
export interface ZooModel {
  readonly module: AnyModule;
  /** Images `[N, H, W, C]` → logits `[N, classes]`. */
  logits(images: Tensor): Tensor;
}

/** How an architecture is made of the arguments that PyTorch's takes. */
export type ZooRow = (kwargs: Call) => ZooModel;

/** Architectures by PyTorch's names: torchvision's, whose weights are filled by a formula. */
export const zoo: Readonly<Record<string, ZooRow>> = {
  ...imageModels,
  'torchvision.models.vit_b_16': (kwargs) => {
    const numClasses = kwargs.number(0, 'num_classes', 1000);
    const module = vit('vit-b-16', { numClasses, imageSize: kwargs.number(0, 'image_size', 224) });
    return { module, logits: (images) => module.forward(images) };
  },
};
