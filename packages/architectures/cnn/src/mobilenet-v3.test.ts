import { expect, it } from 'vitest';
import { mobilenetV3Small, mobilenetV3SmallConfig } from './mobilenet-v3.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { torchvision } from './testing/published-facts.js';

const { layers } = mobilenetV3SmallConfig;

describeImageModel('MobileNetV3', {
  make: () =>
    mobilenetV3Small({
      layers: layers.slice(0, 5),
      widthMultiplier: 0.2,
      hiddenSize: 64,
      dropout: 0,
      numClasses: 3,
    }),
  input: [4, 16, 16, 3],
  features: [4, 1, 1, 48],
  least: 1,
  published: torchvision({ mobilenet_v3_small: mobilenetV3Small }),
});

it('refuses sizes that make no network', () => {
  expect(failureOf(() => mobilenetV3Small({ layers: [] }))).toBe(
    'ArgumentError: [MobileNetV3] expected layers of at least one block, got [].',
  );
  expect(failureOf(() => mobilenetV3Small({ widthMultiplier: 0 }))).toBe(
    'ArgumentError: [MobileNetV3] expected widthMultiplier > 0, got 0.',
  );
});
