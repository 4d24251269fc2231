import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';
import { mobilenetV2KeyOfTimm } from './timm-keys.js';

/**
 * Published weights of {@link mobilenetV2}, trained on ImageNet. The second are of a later recipe; `timm` are other ones, which browsers may read.
 * @example
 * mobilenetV2Weights.imagenet1kV1.network; // => 'mobilenetV2'
 */
export const mobilenetV2Weights: Readonly<
  Record<'imagenet1kV1' | 'imagenet1kV2' | 'timm', PublishedWeights<'mobilenetV2'>>
> = {
  imagenet1kV1: {
    network: 'mobilenetV2',
    files: [
      {
        url: 'https://download.pytorch.org/models/mobilenet_v2-b0353104.pth',
        sha256: 'b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 71.878, top5: 90.286 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  imagenet1kV2: {
    network: 'mobilenetV2',
    files: [
      {
        url: 'https://download.pytorch.org/models/mobilenet_v2-7ebf99e0.pth',
        sizeBytes: 14_258_573,
        sha256: '7ebf99e03e254b273379b23edca7ec0da9f48273b23a332b93c1c99d49e86e8f',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 232, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 72.154, top5: 90.822 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  timm: {
    network: 'mobilenetV2',
    files: [
      {
        repository: 'timm/mobilenetv2_100.ra_in1k',
        revision: '5afa12513b048c79b9147a5d210e9bdc50035481',
        sizeBytes: 14_184_144,
        sha256: '55ea4fb3a96010b933710ebf44fc965b070d5cd054d3f35e44f2d1320b4a714e',
      },
    ],
    rename: mobilenetV2KeyOfTimm,
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bicubic', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 72.91, top5: 91.0 },
    licence: 'Apache-2.0',
    source: 'https://github.com/huggingface/pytorch-image-models',
  },
};
