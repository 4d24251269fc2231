import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';

/**
 * Published weights of {@link xception}, trained on ImageNet. Their checksum is not known: it is recorded at the first download.
 * @example
 * xceptionWeights.imagenet1kV1.network; // => 'xception'
 */
export const xceptionWeights: Readonly<Record<'imagenet1kV1', PublishedWeights<'xception'>>> = {
  imagenet1kV1: {
    network: 'xception',
    files: [
      {
        url: 'https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-cadene/xception-43020ad28.pth',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 333, crop: 299, interpolation: 'bicubic', mean: 0.5, std: 0.5 },
    accuracy: { top1: 79.058, top5: 94.396 },
    licence: 'Apache-2.0',
    source: 'https://github.com/huggingface/pytorch-image-models',
  },
};
