import { expect, it } from 'vitest';
import { efficientnetB0 } from './efficientnet.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { torchvision } from './testing/published-facts.js';

describeImageModel('EfficientNet', {
  make: () =>
    efficientnetB0({
      layers: [
        { expandRatio: 1, kernelSize: 3, stride: 1, channels: 8, depth: 1 },
        { expandRatio: 2, kernelSize: 5, stride: 2, channels: 8, depth: 2 },
      ],
      stemWidth: 8,
      dropout: 0,
      stochasticDepth: 0,
      numClasses: 3,
    }),
  input: [4, 12, 12, 3],
  features: [4, 3, 3, 32],
  least: 1,
  published: torchvision({ efficientnet_b0: efficientnetB0 }),
});

it('leaves out later blocks more often, and refuses sizes that make no network', () => {
  const depths = [...efficientnetB0({ stemWidth: 1 }).namedModules()].flatMap(([, module]) =>
    'stochasticDepth' in module ? [(module.stochasticDepth as { probability: number }).probability] : [],
  );
  expect([depths.length, depths[0], depths[15]]).toEqual([16, 0, 0.1875]);
  expect(failureOf(() => efficientnetB0({ layers: [] }))).toBe(
    'ArgumentError: [EfficientNet] expected layers of at least one stage, got [].',
  );
});
