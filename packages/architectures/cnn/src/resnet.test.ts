import { expect, it } from 'vitest';
import { ResNet, resnet18, resnet34, resnet50, resnet101, resnetConfigs } from './resnet.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { torchvision } from './testing/published-facts.js';

describeImageModel('ResNet of basic blocks', {
  make: () => new ResNet({ ...resnetConfigs.resnet18, depths: [1, 1, 1, 1], width: 4, numClasses: 3 }),
  input: [4, 32, 32, 3],
  features: [4, 1, 1, 32],
  least: 1,
  everywhere: true,
  published: torchvision({ resnet18, resnet34, resnet50, resnet101 }),
});

describeImageModel('ResNet of bottlenecks', {
  make: () =>
    new ResNet({
      ...resnetConfigs.resnet50,
      depths: [1, 2, 1, 1],
      width: 2,
      inChannels: 1,
      numClasses: 3,
    }),
  input: [4, 32, 32, 1],
  features: [4, 1, 1, 64],
  least: 1,
});

it('refuses sizes that make no network, and options that it lacks', () => {
  const failure = (config: object): string =>
    failureOf(() => new ResNet({ ...resnetConfigs.resnet18, ...config }));
  expect(failure({ depths: [1, 1, 1] })).toBe(
    'ArgumentError: [ResNet] expected depths of four stages, got [1, 1, 1].',
  );
  expect(failure({ depths: [1, 1, 1, 0] })).toBe(
    'ArgumentError: [ResNet] expected depths to be an integer of at least 1, got 0.',
  );
  expect(failure({ block: 'wide' })).toBe(
    "ArgumentError: [ResNet] expected block 'basic' or 'bottleneck', got wide.",
  );
  expect(failure({ width: 1.5 })).toBe(
    'ArgumentError: [ResNet] expected width to be an integer of at least 1, got 1.5.',
  );
  expect(failureOf(() => resnet18({ num_classes: 3 } as object))).toBe(
    'ArgumentError: [resnet18] expected options among width, numClasses, inChannels, block and depths, got num_classes. Did you mean numClasses?',
  );
  expect(failureOf(() => resnet18({ numClasses: 0 }))).toBe(
    'ArgumentError: [ResNet] expected numClasses to be an integer of at least 1, got 0.',
  );
});
