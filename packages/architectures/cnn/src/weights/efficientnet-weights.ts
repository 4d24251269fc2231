import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';
import { efficientnetKeyOfTimm } from './timm-keys.js';

/**
 * Published weights of {@link efficientnetB0}, trained on ImageNet.
 * @example
 * efficientnetB0Weights.imagenet1kV1.network; // => 'efficientnetB0'
 */
export const efficientnetB0Weights: Readonly<Record<'imagenet1kV1', PublishedWeights<'efficientnetB0'>>> = {
  imagenet1kV1: {
    network: 'efficientnetB0',
    files: [
      {
        repository: 'timm/efficientnet_b0.ra_in1k',
        revision: '1b5383e5f79cc0f7fc067e372f8f26a5fa73f26a',
        sizeBytes: 21_355_344,
        sha256: 'd569899762ea9b1384ee07f4af64805cf8caa1c55f9253ebb1080dc40e87a2cd',
      },
      {
        url: 'https://download.pytorch.org/models/efficientnet_b0_rwightman-7f5810bc.pth',
        sizeBytes: 21_444_401,
        sha256: '7f5810bc96def8f7552d5b7e68d53c4786f81167d28291b21c0d90e1fca14934',
      },
    ],
    rename: efficientnetKeyOfTimm,
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bicubic', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 77.692, top5: 93.532 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};
