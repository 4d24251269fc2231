import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';

/**
 * Published weights of {@link squeezenet1_0}, trained on ImageNet.
 * @example
 * squeezenet1_0Weights.imagenet1kV1.network; // => 'squeezenet1_0'
 */
export const squeezenet1_0Weights: Readonly<Record<'imagenet1kV1', PublishedWeights<'squeezenet1_0'>>> = {
  imagenet1kV1: {
    network: 'squeezenet1_0',
    files: [{ url: 'https://download.pytorch.org/models/squeezenet1_0-b66bff10.pth', sha256: 'b66bff10' }],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 58.092, top5: 80.42 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};

/**
 * Published weights of {@link squeezenet1_1}, trained on ImageNet.
 * @example
 * squeezenet1_1Weights.imagenet1kV1.network; // => 'squeezenet1_1'
 */
export const squeezenet1_1Weights: Readonly<Record<'imagenet1kV1', PublishedWeights<'squeezenet1_1'>>> = {
  imagenet1kV1: {
    network: 'squeezenet1_1',
    files: [
      {
        url: 'https://download.pytorch.org/models/squeezenet1_1-b8a52dc0.pth',
        sizeBytes: 4_958_839,
        sha256: 'b8a52dc049b60e4b6ab68ad0df457362afab8b6304b2febdc1650a5dab4d7e7b',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 58.178, top5: 80.624 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};
