import { expect, it } from 'vitest';
import { alexnet } from './alexnet.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { torchvision } from './testing/published-facts.js';

describeImageModel('AlexNet', {
  make: () => alexnet({ widths: [4, 4, 4, 4, 4], hiddenSize: 16, dropout: 0.1, numClasses: 3 }),
  input: [4, 63, 63, 3],
  features: [4, 1, 1, 4],
  least: 63,
  published: torchvision({ alexnet }),
});

it('refuses sizes that make no network', () => {
  expect(failureOf(() => alexnet({ widths: [1, 2] }))).toBe(
    'ArgumentError: [AlexNet] expected widths of five convolutions, got [1, 2].',
  );
  expect(failureOf(() => alexnet({ hiddenSize: 0 }))).toBe(
    'ArgumentError: [AlexNet] expected hiddenSize to be an integer of at least 1, got 0.',
  );
});
