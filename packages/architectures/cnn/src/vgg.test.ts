import { expect, it } from 'vitest';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { torchvision } from './testing/published-facts.js';
import { type VGGLayers, vgg11, vgg13, vgg16, vgg19 } from './vgg.js';

const layers: VGGLayers = [4, 'M', 4, 4, 'M'];

describeImageModel('VGG', {
  make: () => vgg11({ layers, hiddenSize: 16, dropout: 0.1, numClasses: 3 }),
  input: [4, 8, 8, 3],
  features: [4, 2, 2, 4],
  least: 4,
  published: torchvision({
    vgg11,
    vgg13,
    vgg16,
    vgg19,
    vgg11_bn: () => vgg11({ batchNorm: true }),
    vgg13_bn: () => vgg13({ batchNorm: true }),
    vgg16_bn: () => vgg16({ batchNorm: true }),
    vgg19_bn: () => vgg19({ batchNorm: true }),
  }),
});

describeImageModel('VGG with batch norm', {
  make: () => vgg16({ layers, hiddenSize: 16, dropout: 0, batchNorm: true, inChannels: 1, numClasses: 3 }),
  input: [4, 8, 8, 1],
  features: [4, 2, 2, 4],
  least: 4,
});

it('refuses layers that make no network', () => {
  expect(failureOf(() => vgg11({ layers: ['M'] }))).toBe(
    'ArgumentError: [VGG] expected layers that convolve, got [M].',
  );
  expect(failureOf(() => vgg11({ layers: [4, 'M', 0] }))).toBe(
    'ArgumentError: [VGG] expected layers to be an integer of at least 1, got 0.',
  );
});
