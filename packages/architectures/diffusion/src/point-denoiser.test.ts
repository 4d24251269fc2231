import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { mse } from '@neurona/layers';
import { noteHostValues, ones, tensor, zeros } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { describeArchitecture } from '@neurona/training/testing';
import { describe, expect, it } from 'vitest';
import { PointDenoiser } from './point-denoiser.js';

describeArchitecture('PointDenoiser', {
  make: () => new PointDenoiser(2, { hiddenSize: 16, numLayers: 2, numClasses: 3 }),
  inputs: [
    [6, 2],
    { shape: [6], dtype: 'int32', low: 0, high: 100 },
    { shape: [6], dtype: 'int32', low: 0, high: 4 },
  ],
  output: [6, 2],
  targets: [6, 2],
  loss: mse,
});

describe('PointDenoiser', () => {
  const t = () => zeros([3], { dtype: 'int32' });

  it('takes examples without a class as those of the number after the last class', async () => {
    await useBackend(cpu());
    const model = new PointDenoiser(2, { hiddenSize: 8, numClasses: 4 });
    const none = tensor([4, 4, 4], { dtype: 'int32' });
    expectClose(
      await model.forward(ones([3, 2]), t()).data(),
      await model.forward(ones([3, 2]), t(), none).data(),
    );
  });

  it('refuses sizes, steps and classes that don’t fit', () => {
    expect(() => new PointDenoiser(0)).toThrow(
      '[PointDenoiser] expected inFeatures to be an integer of at least 1, got 0.',
    );
    expect(() => new PointDenoiser(2, { hiddenSize: 7 })).toThrow('half of hiddenSize');
    const model = new PointDenoiser(2, { hiddenSize: 8, numClasses: 4 });
    expect(() => model.forward(ones([5, 2]), t())).toThrow(
      '[PointDenoiser] expected t [5], one for each example, got [3] (x has shape [5, 2]).',
    );
    const five = tensor([0, 4, 5], { dtype: 'int32' });
    expect(() => model.forward(ones([3, 2]), t(), noteHostValues(five, Int32Array.of(0, 4, 5)))).toThrow(
      '[PointDenoiser] expected classes from 0 to 4, got 5.',
    );
    const plain = new PointDenoiser(2, { hiddenSize: 8 });
    expect(() => plain.forward(ones([3, 2]), t(), t())).toThrow(
      '[PointDenoiser] expected no classes, got classes (the model has none). Make it with numClasses.',
    );
  });
});
