import { expect, it } from 'vitest';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { onShapes } from './testing/on-shapes.js';
import { xception } from './xception.js';

describeImageModel('Xception', {
  make: () => xception({ widthMultiplier: 1 / 64, numClasses: 3 }),
  input: [3, 40, 40, 3],
  features: [3, 2, 2, 32],
  least: 7,
  steps: 30,
  lossLeft: 0.5,
});

it('has the size of timm’s legacy_xception, and its names', async () => {
  const { parameters, names } = await onShapes(() => xception());
  expect(parameters).toBe(22_855_952);
  for (const name of [
    'conv1.weight',
    'block1.skipbn.bias',
    'block1.rep.0.conv1.weight',
    'block12.rep.4.pointwise.weight',
    'bn4.running_var',
    'fc.bias',
  ])
    expect(names).toContain(name);
});

it('refuses widths that make no network', () => {
  expect(failureOf(() => xception({ widthMultiplier: -1 }))).toBe(
    'ArgumentError: [Xception] expected widthMultiplier > 0, got -1.',
  );
});
