import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';
import { convnextKeyOfTimm } from './timm-keys.js';

/**
 * Published weights of {@link convnextTiny}, trained on ImageNet. `timm` are those of the paper, which browsers may read.
 * @example
 * convnextTinyWeights.imagenet1kV1.network; // => 'convnextTiny'
 */
export const convnextTinyWeights: Readonly<
  Record<'imagenet1kV1' | 'timm', PublishedWeights<'convnextTiny'>>
> = {
  imagenet1kV1: {
    network: 'convnextTiny',
    files: [
      {
        url: 'https://download.pytorch.org/models/convnext_tiny-983f1562.pth',
        sizeBytes: 114_419_221,
        sha256: '983f1562536e84ff750a1576fb08e54de751dbf2e17c0d8a4a13704341fdcd3d',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 236, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 82.52, top5: 96.146 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  timm: {
    network: 'convnextTiny',
    files: [
      {
        repository: 'timm/convnext_tiny.fb_in1k',
        revision: 'b43a6303c9fcf176d2d707478a128c2c91e93528',
        sizeBytes: 114_374_272,
        sha256: '08b9dc9c3a3a29421de7996761e176501896d1ae7fc3085cf56a643772329276',
      },
    ],
    rename: convnextKeyOfTimm,
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bicubic', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 82.066, top5: 95.854 },
    licence: 'Apache-2.0',
    source: 'https://github.com/huggingface/pytorch-image-models',
  },
};
