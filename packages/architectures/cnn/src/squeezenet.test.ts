import { expect, it } from 'vitest';
import { squeezenet1_0, squeezenet1_1 } from './squeezenet.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { torchvision } from './testing/published-facts.js';

describeImageModel('SqueezeNet', {
  make: () =>
    squeezenet1_1({ layers: ['M', 2, 'M', 4], stemWidth: 8, dropout: 0, inChannels: 1, numClasses: 3 }),
  input: [4, 24, 24, 1],
  features: [4, 2, 2, 32],
  least: 9,
  published: torchvision({ squeezenet1_0, squeezenet1_1 }),
});

it('refuses layers that make no network', () => {
  expect(failureOf(() => squeezenet1_0({ layers: [] }))).toBe(
    'ArgumentError: [SqueezeNet] expected layers with fire blocks, got [].',
  );
});
