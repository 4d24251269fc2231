import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';

/**
 * Published weights of {@link inceptionV3}, trained on ImageNet.
 * @example
 * inceptionV3Weights.imagenet1kV1.network; // => 'inceptionV3'
 */
export const inceptionV3Weights: Readonly<Record<'imagenet1kV1', PublishedWeights<'inceptionV3'>>> = {
  imagenet1kV1: {
    network: 'inceptionV3',
    files: [
      { repository: 'timm/inception_v3.tv_in1k' },
      {
        url: 'https://download.pytorch.org/models/inception_v3_google-0cc3c7bd.pth',
        sizeBytes: 108_949_747,
        sha256: '0cc3c7bd75056d25e46cba549dc184522069b81e9787eff6df84f397bd52a5ef',
      },
    ],
    settings: { transformInput: true },
    optional: ['AuxLogits'],
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 342, crop: 299, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 77.294, top5: 93.45 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};
