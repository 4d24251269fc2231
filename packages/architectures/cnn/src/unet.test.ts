import { ones } from '@neurona/tensor';
import { expect, it } from 'vitest';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';
import { onShapes } from './testing/on-shapes.js';
import { unet } from './unet.js';

describeImageModel('UNet', {
  make: () => unet({ width: 4, depth: 2, numClasses: 3 }),
  input: [2, 8, 8, 3],
  features: [2, 8, 8, 4],
  output: [2, 8, 8, 3],
  least: 4,
  lossLeft: 0.5,
});

describeImageModel('UNet with bilinear interpolation', {
  make: () => unet({ width: 4, depth: 2, upsampling: 'bilinear', inChannels: 1, numClasses: 3 }),
  input: [2, 8, 9, 1],
  features: [2, 8, 9, 4],
  output: [2, 8, 9, 3],
  least: 4,
  lossLeft: 0.5,
});

it('has the usual size, and its names', async () => {
  const { parameters, names } = await onShapes(() => unet());
  expect(parameters).toBe(31_037_698);
  for (const name of [
    'inc.double_conv.0.weight',
    'down4.maxpool_conv.1.double_conv.4.running_mean',
    'up1.up.bias',
    'up4.conv.double_conv.3.weight',
    'outc.conv.bias',
  ])
    expect(names).toContain(name);
  expect((await onShapes(() => unet({ upsampling: 'bilinear' }))).parameters).toBe(17_263_042);
});

it('takes images of odd sizes, and refuses sizes that make no network', () => {
  expect(
    unet({ width: 2, depth: 3 })
      .eval()
      .forward(ones([1, 13, 9, 3])).shape,
  ).toEqual([1, 13, 9, 2]);
  expect(failureOf(() => unet({ upsampling: 'nearest' as 'bilinear' }))).toBe(
    "ArgumentError: [UNet] expected upsampling 'transposed' or 'bilinear', got nearest.",
  );
  expect(failureOf(() => unet({ depth: 0 }))).toBe(
    'ArgumentError: [UNet] expected depth to be an integer of at least 1, got 0.',
  );
});
