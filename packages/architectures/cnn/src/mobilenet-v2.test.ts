import { expect, it } from 'vitest';
import { mobilenetV2 } from './mobilenet-v2.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { torchvision } from './testing/published-facts.js';

describeImageModel('MobileNetV2', {
  make: () =>
    mobilenetV2({
      layers: [
        { expandRatio: 1, channels: 16, depth: 1, stride: 1 },
        { expandRatio: 2, channels: 32, depth: 2, stride: 2 },
      ],
      widthMultiplier: 0.25,
      roundTo: 4,
      dropout: 0,
      numClasses: 3,
    }),
  input: [4, 12, 12, 3],
  features: [4, 3, 3, 1280],
  least: 1,
  published: torchvision({ mobilenet_v2: mobilenetV2 }),
});

it('refuses sizes that make no network', () => {
  expect(failureOf(() => mobilenetV2({ widthMultiplier: 0 }))).toBe(
    'ArgumentError: [MobileNetV2] expected widthMultiplier > 0, got 0.',
  );
  expect(failureOf(() => mobilenetV2({ layers: [] }))).toBe(
    'ArgumentError: [MobileNetV2] expected layers of at least one stage, got [].',
  );
});
