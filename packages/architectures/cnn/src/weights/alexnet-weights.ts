import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';

/**
 * Published weights of {@link alexnet}, trained on ImageNet.
 * @example
 * alexnetWeights.imagenet1kV1.network; // => 'alexnet'
 */
export const alexnetWeights: Readonly<Record<'imagenet1kV1', PublishedWeights<'alexnet'>>> = {
  imagenet1kV1: {
    network: 'alexnet',
    files: [
      {
        url: 'https://download.pytorch.org/models/alexnet-owt-7be5be79.pth',
        sizeBytes: 244_408_911,
        sha256: '7be5be791159472b1fbf3c69796f7cb30dca7ad8466c2df70058c37116cdee02',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 56.522, top5: 79.066 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};
