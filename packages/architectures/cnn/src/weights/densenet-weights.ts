import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';

/**
 * Published weights of {@link densenet121}, trained on ImageNet.
 * @example
 * densenet121Weights.imagenet1kV1.network; // => 'densenet121'
 */
export const densenet121Weights: Readonly<Record<'imagenet1kV1', PublishedWeights<'densenet121'>>> = {
  imagenet1kV1: {
    network: 'densenet121',
    files: [
      {
        repository: 'timm/densenet121.tv_in1k',
        revision: 'f0d0f2698a02cb133b09d48396db6e1e46fe9f3b',
        sha256: 'c894c6d9caa317a8ca1942986dee7a16a86c77734a4d691d2abe05389cfef358',
      },
      {
        url: 'https://download.pytorch.org/models/densenet121-a639ec97.pth',
        sizeBytes: 32_342_954,
        sha256: 'a639ec97d7c33b07ae66f0b5fb7d0192f95a3b11b7576c66c0126c2a727c4395',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 74.434, top5: 91.972 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};
