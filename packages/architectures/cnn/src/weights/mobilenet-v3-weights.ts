import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';
import { mobilenetV3SmallKeyOfTimm } from './timm-keys.js';

/**
 * Published weights of {@link mobilenetV3Small}, trained on ImageNet. `timm` are other ones, which browsers may read.
 * @example
 * mobilenetV3SmallWeights.imagenet1kV1.network; // => 'mobilenetV3Small'
 */
export const mobilenetV3SmallWeights: Readonly<
  Record<'imagenet1kV1' | 'timm', PublishedWeights<'mobilenetV3Small'>>
> = {
  imagenet1kV1: {
    network: 'mobilenetV3Small',
    files: [
      {
        url: 'https://download.pytorch.org/models/mobilenet_v3_small-047dcff4.pth',
        sizeBytes: 10_306_551,
        sha256: '047dcff4addef86ea5bc2eff13c9614dc11f47ab1160d0a71a25e7db994f4e1f',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 67.668, top5: 87.402 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  timm: {
    network: 'mobilenetV3Small',
    files: [
      {
        repository: 'timm/mobilenetv3_small_100.lamb_in1k',
        revision: '1824797e7887cbec1990e4adbd6675960a36c589',
        sizeBytes: 10_241_912,
        sha256: '46d2c063b18125884c48937afa4c49e18128869e52e8db96df48bf0a4d7ff697',
      },
    ],
    rename: mobilenetV3SmallKeyOfTimm,
    settings: { eps: 1e-5 },
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bicubic', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 67.636, top5: 87.638 },
    licence: 'Apache-2.0',
    source: 'https://github.com/huggingface/pytorch-image-models',
  },
};
