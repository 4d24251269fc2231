import { expect, it } from 'vitest';
import { convnextTiny } from './convnext.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { torchvision } from './testing/published-facts.js';

describeImageModel('ConvNeXt', {
  make: () =>
    convnextTiny({ widths: [6, 8], depths: [1, 2], layerScale: 0.5, stochasticDepth: 0, numClasses: 3 }),
  input: [4, 16, 16, 3],
  features: [4, 2, 2, 8],
  least: 8,
  published: torchvision({ convnext_tiny: convnextTiny }),
});

it('refuses sizes that make no network', () => {
  expect(failureOf(() => convnextTiny({ depths: [1, 1] }))).toBe(
    'ArgumentError: [ConvNeXt] expected 4 depths, got [1, 1].',
  );
  expect(failureOf(() => convnextTiny({ widths: [] }))).toBe(
    'ArgumentError: [ConvNeXt] expected widths and depths of the stages, got [].',
  );
});
