import { imageNetMean, imageNetStd } from '@neurona/datasets';
import { imagenetClasses } from '../pretrained/imagenet-classes.js';
import type { PublishedWeights } from '../pretrained/published-weights.js';

/**
 * Published weights of {@link resnet18}, trained on ImageNet.
 * @example
 * resnet18Weights.imagenet1kV1.network; // => 'resnet18'
 */
export const resnet18Weights: Readonly<Record<'imagenet1kV1', PublishedWeights<'resnet18'>>> = {
  imagenet1kV1: {
    network: 'resnet18',
    files: [
      {
        repository: 'timm/resnet18.tv_in1k',
        revision: 'bbd144b3e5565108aad885f145491d11bc6ce807',
        sizeBytes: 46_807_446,
        sha256: '694f673df6520a3158624e8a89af086f59923ee4cd7436fe5bc3bc71d295ad81',
      },
      {
        url: 'https://download.pytorch.org/models/resnet18-f37072fd.pth',
        sizeBytes: 46_830_571,
        sha256: 'f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 69.758, top5: 89.078 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};

/**
 * Published weights of {@link resnet34}, trained on ImageNet.
 * @example
 * resnet34Weights.imagenet1kV1.network; // => 'resnet34'
 */
export const resnet34Weights: Readonly<Record<'imagenet1kV1', PublishedWeights<'resnet34'>>> = {
  imagenet1kV1: {
    network: 'resnet34',
    files: [
      {
        repository: 'timm/resnet34.tv_in1k',
        revision: '1b7b21cca82ff974d341713f777bf740c2db38c4',
        sizeBytes: 87_278_522,
        sha256: '0bb82595a564991a9d424708b33f5d843f5aaed7f6c0886ff10849ff97022235',
      },
      {
        url: 'https://download.pytorch.org/models/resnet34-b627a593.pth',
        sizeBytes: 87_319_819,
        sha256: 'b627a593bcbe140c234610266fe4f8ae95ea42fc881d091c9b6052e6b1d0590f',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 73.314, top5: 91.42 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};

/**
 * Published weights of {@link resnet50}, trained on ImageNet. The second are of a later recipe, which is more accurate.
 * @example
 * resnet50Weights.imagenet1kV1.network; // => 'resnet50'
 */
export const resnet50Weights: Readonly<
  Record<'imagenet1kV1' | 'imagenet1kV2', PublishedWeights<'resnet50'>>
> = {
  imagenet1kV1: {
    network: 'resnet50',
    files: [
      {
        repository: 'timm/resnet50.tv_in1k',
        revision: '78f3ecfdb38e06d9b8397f662e7ab8fee96026fa',
        sizeBytes: 102_469_840,
        sha256: '5d061a3c593d795bfe682d9b152bafbcf550579873492def3515b46db1189888',
      },
      {
        url: 'https://download.pytorch.org/models/resnet50-0676ba61.pth',
        sizeBytes: 102_530_333,
        sha256: '0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 76.13, top5: 92.862 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  imagenet1kV2: {
    network: 'resnet50',
    files: [
      { repository: 'timm/resnet50.tv2_in1k' },
      {
        url: 'https://download.pytorch.org/models/resnet50-11ad3fa6.pth',
        sizeBytes: 102_540_417,
        sha256: '11ad3fa62ca79e40addfd354a8ec4b7c75143b3038b8d2a807fbc68deab379ca',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 232, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 80.858, top5: 95.434 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};

/**
 * Published weights of {@link resnet101}, trained on ImageNet. The second are of a later recipe, which is more accurate.
 * @example
 * resnet101Weights.imagenet1kV1.network; // => 'resnet101'
 */
export const resnet101Weights: Readonly<
  Record<'imagenet1kV1' | 'imagenet1kV2', PublishedWeights<'resnet101'>>
> = {
  imagenet1kV1: {
    network: 'resnet101',
    files: [
      { repository: 'timm/resnet101.tv_in1k' },
      {
        url: 'https://download.pytorch.org/models/resnet101-63fe2227.pth',
        sha256: '63fe2227b86e8f1f2063f43a75c84d195911b6a0eace650907dd3dc62dd49a0a',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 256, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 77.374, top5: 93.546 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
  imagenet1kV2: {
    network: 'resnet101',
    files: [
      { repository: 'timm/resnet101.tv2_in1k' },
      {
        url: 'https://download.pytorch.org/models/resnet101-cd907fc2.pth',
        sha256: 'cd907fc2a0de2292b2ba2b27d2216bc672d84632d1cf20058d01c0c03b5e020e',
      },
    ],
    settings: {},
    numClasses: 1000,
    classNames: imagenetClasses,
    transforms: { resize: 232, crop: 224, interpolation: 'bilinear', mean: imageNetMean, std: imageNetStd },
    accuracy: { top1: 81.886, top5: 95.78 },
    licence: 'BSD-3-Clause',
    source: 'https://github.com/pytorch/vision',
  },
};
