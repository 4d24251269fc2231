import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';
import { vggKeyOfTimm } from './timm-keys.js';

/**
 * Published weights of {@link vgg11}, trained on ImageNet. `imagenet1kV1BatchNorm` are of the network with batch norm.
 * @example
 * vgg11Weights.imagenet1kV1.network; // => 'vgg11'
 */
export const vgg11Weights: Readonly<
  Record<'imagenet1kV1' | 'imagenet1kV1BatchNorm', PublishedWeights<'vgg11'>>
> = {
  imagenet1kV1: {
    network: 'vgg11',
    files: [
      { repository: 'timm/vgg11.tv_in1k' },
      { url: 'https://download.pytorch.org/models/vgg11-8a719046.pth', sha256: '8a719046' },
    ],
    rename: vggKeyOfTimm,
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 69.02, top5: 88.628 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  imagenet1kV1BatchNorm: {
    network: 'vgg11',
    files: [
      { repository: 'timm/vgg11_bn.tv_in1k' },
      { url: 'https://download.pytorch.org/models/vgg11_bn-6002323d.pth', sha256: '6002323d' },
    ],
    rename: vggKeyOfTimm,
    settings: { batchNorm: true },
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 70.37, top5: 89.81 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};

/**
 * Published weights of {@link vgg13}, trained on ImageNet. `imagenet1kV1BatchNorm` are of the network with batch norm.
 * @example
 * vgg13Weights.imagenet1kV1.network; // => 'vgg13'
 */
export const vgg13Weights: Readonly<
  Record<'imagenet1kV1' | 'imagenet1kV1BatchNorm', PublishedWeights<'vgg13'>>
> = {
  imagenet1kV1: {
    network: 'vgg13',
    files: [
      { repository: 'timm/vgg13.tv_in1k' },
      { url: 'https://download.pytorch.org/models/vgg13-19584684.pth', sha256: '19584684' },
    ],
    rename: vggKeyOfTimm,
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 69.928, top5: 89.246 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  imagenet1kV1BatchNorm: {
    network: 'vgg13',
    files: [
      { repository: 'timm/vgg13_bn.tv_in1k' },
      { url: 'https://download.pytorch.org/models/vgg13_bn-abd245e5.pth', sha256: 'abd245e5' },
    ],
    rename: vggKeyOfTimm,
    settings: { batchNorm: true },
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 71.586, top5: 90.374 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};

/**
 * Published weights of {@link vgg16}, trained on ImageNet. `imagenet1kV1BatchNorm` are of the network with batch norm. `imagenet1kFeatures` are of the paper, for style transfer and detection: they expect means and deviations of their own, and their head is of no use.
 * @example
 * vgg16Weights.imagenet1kV1.network; // => 'vgg16'
 */
export const vgg16Weights: Readonly<
  Record<'imagenet1kV1' | 'imagenet1kV1BatchNorm' | 'imagenet1kFeatures', PublishedWeights<'vgg16'>>
> = {
  imagenet1kV1: {
    network: 'vgg16',
    files: [
      {
        repository: 'timm/vgg16.tv_in1k',
        revision: 'b8d8aa2dd860af9233c8c67385a8097fd6c35d3f',
        sha256: '57b026918159a6bf9faf8405c3a551903768e7138989d9c6224a14227203fad8',
      },
      {
        url: 'https://download.pytorch.org/models/vgg16-397923af.pth',
        sizeBytes: 553_433_881,
        sha256: '397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0',
      },
    ],
    rename: vggKeyOfTimm,
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 71.592, top5: 90.382 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  imagenet1kV1BatchNorm: {
    network: 'vgg16',
    files: [
      { repository: 'timm/vgg16_bn.tv_in1k' },
      {
        url: 'https://download.pytorch.org/models/vgg16_bn-6c64b313.pth',
        sizeBytes: 553_507_836,
        sha256: '6c64b3138f2f4fcb3bcc4cafde11619c4f440eb1631787e93a682fd88305888a',
      },
    ],
    rename: vggKeyOfTimm,
    settings: { batchNorm: true },
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 73.36, top5: 91.516 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  imagenet1kFeatures: {
    network: 'vgg16',
    files: [
      {
        url: 'https://download.pytorch.org/models/vgg16_features-amdegroot-88682ab5.pth',
        sha256: '88682ab5',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: undefined,
    transforms: {
      resize: 256,
      crop: 224,
      interpolation: 'bilinear',
      mean: [0.48235, 0.45882, 0.40784],
      std: 0.00392156862745098, // 1 / 255, for pixels up to 255; a quotient would stay in bundles
    },
    accuracy: undefined,
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};

/**
 * Published weights of {@link vgg19}, trained on ImageNet. `imagenet1kV1BatchNorm` are of the network with batch norm.
 * @example
 * vgg19Weights.imagenet1kV1.network; // => 'vgg19'
 */
export const vgg19Weights: Readonly<
  Record<'imagenet1kV1' | 'imagenet1kV1BatchNorm', PublishedWeights<'vgg19'>>
> = {
  imagenet1kV1: {
    network: 'vgg19',
    files: [
      { repository: 'timm/vgg19.tv_in1k' },
      {
        url: 'https://download.pytorch.org/models/vgg19-dcbb9e9d.pth',
        sizeBytes: 574_673_361,
        sha256: 'dcbb9e9dad569fff7a846263a77324fc34978fea2bfb039c012d710e1776ae44',
      },
    ],
    rename: vggKeyOfTimm,
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 72.376, top5: 90.876 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  imagenet1kV1BatchNorm: {
    network: 'vgg19',
    files: [
      { repository: 'timm/vgg19_bn.tv_in1k' },
      {
        url: 'https://download.pytorch.org/models/vgg19_bn-c79401a0.pth',
        sizeBytes: 574_769_405,
        sha256: 'c79401a0cf3cb42714e4182f5868c7a6f4f4534f5df9e956e2bb2098de41cbb6',
      },
    ],
    rename: vggKeyOfTimm,
    settings: { batchNorm: true },
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 74.218, top5: 91.842 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};
