import type { Shape } from '@neurona/backend';
import { bceWithLogits, mse } from '@neurona/layers';
import { randn, tensor, zeros } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { describeArchitecture } from '@neurona/training/testing';
import { expect, it } from 'vitest';
import { DCGANDiscriminator } from './dcgan-discriminator.js';
import { DCGANGenerator } from './dcgan-generator.js';

/** The state of a batch norm at a position of `main`. */
const norm = (position: number, features: number): (readonly [string, Shape])[] => [
  [`main.${position}.weight`, [features]],
  [`main.${position}.bias`, [features]],
  [`main.${position}.running_mean`, [features]],
  [`main.${position}.running_var`, [features]],
  [`main.${position}.num_batches_tracked`, []],
];

describeArchitecture('DCGANGenerator', {
  make: () => new DCGANGenerator({ imageSize: 28, channels: 1, noiseSize: 6, features: 4 }),
  inputs: [[4, 6]],
  output: [4, 28, 28, 1],
  targets: { shape: [4, 28, 28, 1], low: 0.2, high: 0.8 },
  loss: mse,
  steps: 15,
  lossLeft: 0.95, // noise of 784 values can't be learned from 6: its mean can
  published: {
    'generator of PyTorch’s example': {
      make: () => new DCGANGenerator(),
      input: [1, 100],
      output: [1, 64, 64, 3],
      facts: {
        parameters: 3_576_704,
        stateDict: [
          ['main.0.weight', [100, 512, 4, 4]],
          ...norm(1, 512),
          ['main.3.weight', [512, 256, 4, 4]],
          ...norm(4, 256),
          ['main.6.weight', [256, 128, 4, 4]],
          ...norm(7, 128),
          ['main.9.weight', [128, 64, 4, 4]],
          ...norm(10, 64),
          ['main.12.weight', [64, 3, 4, 4]],
        ],
      },
    },
  },
});

describeArchitecture('DCGANDiscriminator', {
  make: () => new DCGANDiscriminator({ imageSize: 28, channels: 1, features: 4 }),
  inputs: [[4, 28, 28, 1]],
  output: [4, 1],
  targets: { shape: [4, 1], low: 0, high: 1 },
  loss: (scores, targets) => bceWithLogits(scores, targets.greater(0.5).cast('float32')),
  steps: 30,
  published: {
    'discriminator of PyTorch’s example': {
      make: () => new DCGANDiscriminator(),
      input: [1, 64, 64, 3],
      output: [1, 1],
      facts: {
        parameters: 2_765_568,
        stateDict: [
          ['main.0.weight', [64, 3, 4, 4]],
          ['main.2.weight', [128, 64, 4, 4]],
          ...norm(3, 128),
          ['main.5.weight', [256, 128, 4, 4]],
          ...norm(6, 256),
          ['main.8.weight', [512, 256, 4, 4]],
          ...norm(9, 512),
          ['main.11.weight', [1, 512, 4, 4]],
        ],
      },
    },
  },
});

forEachBackend((backend) => {
  if (backend === 'webgpu') return; // the shapes are the same, a GPU in software is slow

  it.each([28, 32, 64] as const)('makes and judges images of %i pixels', (imageSize) => {
    const generator = new DCGANGenerator({
      imageSize,
      channels: 2,
      noiseSize: 5,
      features: 2,
      output: 'tanh',
    });
    const images = generator.forward(randn([2, 5]));
    expect(images.shape).toEqual([2, imageSize, imageSize, 2]);
    const discriminator = new DCGANDiscriminator({ imageSize, channels: 2, features: 2, norm: 'spectral' });
    expect(discriminator.forward(images).shape).toEqual([2, 1]);
  });

  it('judges an image by its class: the projection is all that differs', async () => {
    const discriminator = new DCGANDiscriminator({
      imageSize: 28,
      channels: 1,
      features: 2,
      numClasses: 2,
      norm: 'none',
    });
    const image = randn([1, 28, 28, 1]);
    const scores = [0, 1].map((label) => discriminator.forward(image, tensor([label], { dtype: 'int32' })));
    const layers = discriminator.main.layers.slice(0, -1);
    const pooled = layers.reduce((x, layer) => layer.forward(x), image).sum({ axis: [1, 2] }); // [1, F]
    const { weight } = discriminator.embedding!;
    const difference = await pooled
      .mul(weight.select(0, 1).sub(weight.select(0, 0)))
      .sum()
      .item();
    expect((await scores[1]!.item()) - (await scores[0]!.item())).toBeCloseTo(difference, 5);
  });

  it('says what is wrong', () => {
    expect(() => new DCGANGenerator({ imageSize: 48 as 64 })).toThrow(
      '[DCGANGenerator] expected imageSize to be 28, 32, 64, got 48. Resize the images: resize(32) of @neurona/datasets.',
    );
    expect(() => new DCGANDiscriminator({ norm: 'layer' as 'none' })).toThrow(
      '[DCGANDiscriminator] expected norm to be batch, spectral or none, got layer.',
    );
    const generator = new DCGANGenerator({ imageSize: 28, noiseSize: 5, features: 2, numClasses: 3 });
    expect(() => generator.forward(randn([2, 4]))).toThrow(
      '[DCGANGenerator] expected noise [N, 5], got [2, 4].',
    );
    expect(() => generator.forward(randn([2, 5]))).toThrow(
      '[DCGANGenerator] expected a label for each example, int32 [2], got undefined (it has 3 classes).',
    );
    expect(() => new DCGANDiscriminator({ imageSize: 28 }).forward(zeros([1, 32, 32, 3]))).toThrow(
      '[DCGANDiscriminator] expected images [N, 28, 28, 3], got [1, 32, 32, 3].',
    );
  });
});
