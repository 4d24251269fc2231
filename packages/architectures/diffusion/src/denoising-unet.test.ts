import { readFileSync } from 'node:fs';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { loadWeights } from '@neurona/checkpoints';
import { mse } from '@neurona/layers';
import { ones, Parameter, tensor, zeros } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describeArchitecture } from '@neurona/training/testing';
import { describe, expect, it } from 'vitest';
import fixture from '../fixtures/unet.json' with { type: 'json' };
import { DenoisingUNet } from './denoising-unet.js';
import { DiffusionProcess } from './diffusion-process.js';
import { cosineSchedule } from './noise-schedule.js';
import { sample } from './sample.js';

describeArchitecture('DenoisingUNet', {
  make: () => new DenoisingUNet({ width: 4, numGroups: 2, numClasses: 3, attention: true }),
  inputs: [
    [2, 4, 4, 1],
    { shape: [2], dtype: 'int32', low: 0, high: 100 },
    { shape: [2], dtype: 'int32', low: 0, high: 4 },
  ],
  output: [2, 4, 4, 1],
  targets: [2, 4, 4, 1],
  loss: mse,
  steps: 20,
  learningRate: 0.02,
  lossLeft: 0.5,
});

const weights = readFileSync(new URL('../fixtures/tiny-unet.pth', import.meta.url));
const tiny = async (): Promise<DenoisingUNet> => {
  const model = new DenoisingUNet({ width: 4, numGroups: 2, numClasses: 3, attention: true });
  expect(await loadWeights(model, weights, { inputShape: [[2, 8, 4, 1], [2], [2]] })).toMatchObject({
    missing: [],
    unexpected: [],
  });
  return model.eval();
};
const steps = (values: readonly number[]) => tensor(values, { dtype: 'int32' });
const images = () => tensor(fixture.images.values, { shape: fixture.images.shape });

forEachBackend(() => {
  it('computes with PyTorch’s weights what PyTorch computes, and its gradients', async () => {
    const model = await tiny();
    const x = new Parameter(images());
    const output = model.forward(x, steps(fixture.t), steps(fixture.classes));
    expectClose(await output.data(), fixture.output.values, { rtol: 1e-4, atol: 1e-5 });
    output.square().sum().backward();
    expectClose(await x.grad!.data(), fixture.gradient.values, { rtol: 1e-3, atol: 1e-4 });
    const norms = await Promise.all(
      model.parameters().map(async ({ grad }) => Math.hypot(...(await grad!.data()))),
    );
    const expected: readonly number[] = Object.values(fixture.gradients);
    expectClose(
      norms.toSorted((a, b) => a - b),
      expected.toSorted((a, b) => a - b),
      { rtol: 2e-3, atol: 1e-4 },
    );
  });

  it.each(['noise', 'v'] as const)(
    'draws the images that DDIM draws in PyTorch, from its %s',
    async (prediction) => {
      const model = await tiny();
      const process = new DiffusionProcess({ schedule: cosineSchedule(10), prediction });
      const start = images();
      const options = { sampler: 'ddim', steps: 4, classes: fixture.chosen, guidance: 1.5, start } as const;
      const drawn = await sample(model, process, fixture.images.shape, options);
      const expected = fixture.ddim[prediction].values;
      const size = Math.max(...expected.map(Math.abs)); // noise of the last step is divided by √ᾱ = 0.001
      expectClose(await drawn.data(), expected, { rtol: 1e-3, atol: 1e-4 * size });
    },
  );
});

describe('DenoisingUNet', () => {
  it('refuses images that it can’t halve, and sizes that make no network', async () => {
    await useBackend(cpu());
    const model = new DenoisingUNet({ width: 4, numGroups: 2, multipliers: [1, 1, 2] });
    const t = zeros([1], { dtype: 'int32' });
    expect(() => model.forward(ones([1, 28, 30, 1]), t)).toThrow(
      '[DenoisingUNet] expected a height and width that can be halved 2 times, got 28 × 30 (x has shape [1, 28, 30, 1]). Pad the images to multiples of 4, or leave out a level of multipliers.',
    );
    expect(() => model.forward(ones([1, 28, 28, 3]), t)).toThrow(
      '[DenoisingUNet] expected images [N, H, W, 1], got [1, 28, 28, 3].',
    );
    expect(model.forward(ones([1, 28, 12, 1]), t).shape).toEqual([1, 28, 12, 1]);
    expect(() => new DenoisingUNet({ width: 12 })).toThrow(
      '[DenoisingUNet] expected numGroups to divide the channels of every level, got 8 for 12.',
    );
    expect(() => new DenoisingUNet({ multipliers: [] })).toThrow(
      '[DenoisingUNet] expected multipliers to be one or more integers of at least 1, got [].',
    );
    expect(() => new DenoisingUNet({ multipliers: [1, 0.5] })).toThrow('each of multipliers');
    expect(() => new DenoisingUNet({ dropout: 2 })).toThrow(
      '[DenoisingUNet] expected dropout from 0 to 1, got 2.',
    );
  });
});
