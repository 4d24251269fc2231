import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';

/**
 * Published weights of {@link googlenet}, trained on ImageNet.
 * @example
 * googlenetWeights.imagenet1kV1.network; // => 'googlenet'
 */
export const googlenetWeights: Readonly<Record<'imagenet1kV1', PublishedWeights<'googlenet'>>> = {
  imagenet1kV1: {
    network: 'googlenet',
    files: [
      {
        url: 'https://download.pytorch.org/models/googlenet-1378be20.pth',
        sha256: '1378be20a8e875cf1568b8a71654e704449655e34711a959a38b04fb34905cef',
      },
    ],
    settings: { transformInput: true },
    optional: ['aux1', 'aux2'],
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 69.778, top5: 89.53 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};
