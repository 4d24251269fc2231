import { expect, it } from 'vitest';
import { densenet121 } from './densenet.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { torchvision } from './testing/published-facts.js';

const sizes = { growthRate: 4, depths: [1, 2], stemWidth: 6, bottleneck: 2, numClasses: 3 };

describeImageModel('DenseNet', {
  make: () => densenet121(sizes),
  input: [4, 16, 16, 3],
  features: [4, 2, 2, 13],
  least: 5,
  normsLeft: 5,
  published: torchvision({ densenet121 }),
});

it('refuses sizes that make no network', () => {
  expect(failureOf(() => densenet121({ depths: [] }))).toBe(
    'ArgumentError: [DenseNet] expected depths of at least one block, got [].',
  );
  expect(failureOf(() => densenet121({ growthRate: -1 }))).toBe(
    'ArgumentError: [DenseNet] expected growthRate to be an integer of at least 1, got -1.',
  );
});
