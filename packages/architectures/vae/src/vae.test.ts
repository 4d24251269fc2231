import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { mse } from '@neurona/layers';
import { Generator, manualSeed, noteHostValues, ones, randn, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConvVAE } from './conv-vae.js';
import { VAE } from './vae.js';
import type { VAEOutput } from './variational-autoencoder.js';

const check = {
  loss: ({ output }: VAEOutput, targets: Tensor): Tensor => mse(output, targets),
  learningRate: 0.03,
} as const;

describeArchitecture('VAE', {
  ...check,
  make: () => new VAE({ inputShape: [4, 4, 1], hiddenSize: 24, latentSize: 6 }),
  inputs: [[5, 4, 4, 1]],
  output: [
    [5, 4, 4, 1],
    [5, 6],
    [5, 6],
  ],
  targets: [5, 4, 4, 1],
  published: {
    'network of vae in pytorch/examples': {
      make: () => new VAE({ inputShape: [784] }),
      input: [3, 784],
      output: [3, 784],
      facts: {
        parameters: 784 * 400 + 400 + 2 * (400 * 20 + 20) + 20 * 400 + 400 + 400 * 784 + 784,
        buffers: 0,
        stateDict: [
          ['fc1.weight', [400, 784]],
          ['fc1.bias', [400]],
          ['fc21.weight', [20, 400]],
          ['fc21.bias', [20]],
          ['fc22.weight', [20, 400]],
          ['fc22.bias', [20]],
          ['fc3.weight', [400, 20]],
          ['fc3.bias', [400]],
          ['fc4.weight', [784, 400]],
          ['fc4.bias', [784]],
        ],
      },
    },
  },
});

describeArchitecture('VAE, conditional', {
  ...check,
  make: () => new VAE({ inputShape: [12], hiddenSize: 24, latentSize: 6, numClasses: 3 }),
  inputs: [[5, 12], { shape: [5], dtype: 'int32', low: 0, high: 3 }],
  output: [
    [5, 12],
    [5, 6],
    [5, 6],
  ],
  targets: [5, 12],
});

describeArchitecture('ConvVAE, conditional', {
  ...check,
  make: () => new ConvVAE({ inputShape: [8, 4, 1], channels: [6, 8], latentSize: 6, numClasses: 3 }),
  inputs: [[4, 8, 4, 1], { shape: [4], dtype: 'int32', low: 0, high: 3 }],
  output: [
    [4, 8, 4, 1],
    [4, 6],
    [4, 6],
  ],
  targets: [4, 8, 4, 1],
  steps: 120,
});

forEachBackend(() => {
  it('draws latent variables from its own generator in training, and takes means otherwise', async () => {
    manualSeed(1);
    const model = new VAE({ inputShape: [6], hiddenSize: 8, latentSize: 2, rng: new Generator(5) });
    const x = ones([3, 6]);
    const { output, mean, logVar } = model.forward(x);
    const noise = randn([3, 2], { rng: new Generator(5) });
    const z = mean.add(logVar.mul(0.5).exp().mul(noise));
    expectClose(await output.data(), await model.decode(z).data());
    model.eval();
    expectClose(await model.forward(x).output.data(), await model.decode(mean).data());
    expectClose(await model.reconstruct(x).data(), await model.decode(mean).sigmoid().data());
  });
});

describe('variational autoencoders', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it('sample from the prior: the same from the same generator, the centre at temperature 0', async () => {
    const model = new ConvVAE({
      inputShape: [4, 4, 2],
      channels: [3],
      latentSize: 2,
      likelihood: 'gaussian',
    });
    const draw = async (seed: number, temperature = 1) => [
      ...(await model.sample(2, { rng: new Generator(seed), temperature }).data()),
    ];
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
    expect(await draw(1, 0)).toEqual([
      ...(await model
        .generate(
          tensor([
            [0, 0],
            [0, 0],
          ]),
        )
        .data()),
    ]);
  });

  it('that are conditional decode by label', async () => {
    const model = new VAE({ inputShape: [4], hiddenSize: 8, latentSize: 2, numClasses: 2 });
    const labels = tensor([0, 1], { dtype: 'int32' });
    const [first, second] = (await model.generate(ones([2, 2]), labels).array()) as number[][];
    expect(first).not.toEqual(second);
    const sampled = model.sample(2, { labels });
    expect(sampled.shape).toEqual([2, 4]);
  });

  const small = { inputShape: [4], hiddenSize: 3, latentSize: 2 } as const;
  const labelled = (values: readonly number[]): Tensor => {
    const labels = Int32Array.from(values);
    return noteHostValues(tensor(labels), labels);
  };

  it.each<[title: string, call: () => unknown, message: string]>([
    [
      'images of another shape',
      () => new VAE(small).encode(ones([2, 5])),
      '[VAE] expected x [N, 4], got [2, 5].',
    ],
    [
      'one image without a batch axis',
      () => new ConvVAE().forward(ones([28, 28, 1])),
      '[ConvVAE] expected x [N, 28, 28, 1], got [28, 28, 1]. One example is a batch of one: x.unsqueeze(0).',
    ],
    [
      'latent variables of another number',
      () => new VAE(small).decode(ones([2, 3])),
      '[VAE] expected z [N, 2], as there are 2 latent variables, got [2, 3].',
    ],
    [
      'labels beyond the classes',
      () => new VAE({ ...small, numClasses: 3 }).encode(ones([2, 4]), labelled([1, 3])),
      '[VAE] expected labels from 0 to 2, got 3 (example 1).',
    ],
    [
      'missing labels',
      () => new VAE({ ...small, numClasses: 3 }).decode(ones([2, 2])),
      '[VAE] expected labels, as the model is conditional on 3 classes, got none.',
    ],
    [
      'labels without classes',
      () => new VAE(small).encode(ones([1, 4]), labelled([1])),
      'expected no labels, as the model is made without numClasses',
    ],
    [
      'labels of another number',
      () => new VAE({ ...small, numClasses: 3 }).encode(ones([2, 4]), labelled([1])),
      'expected a label for each of 2 examples, [2], got [1].',
    ],
    [
      'a wrong size',
      () => new VAE({ latentSize: 0 }),
      '[VAE] expected latentSize to be an integer of at least 1',
    ],
    [
      'a likelihood',
      () => new VAE({ likelihood: 'normal' as never }),
      "'bernoulli' or 'gaussian', got normal.",
    ],
    ['a deviation', () => new VAE({ std: 0 }), '[VAE] expected std > 0, got 0.'],
    ['no shape', () => new VAE({ inputShape: [] }), '[VAE] expected inputShape, the shape of an example'],
    ['an unknown setting', () => new VAE({ latent: 2 } as never), 'latent'],
    [
      'a size that cannot be halved',
      () => new ConvVAE({ inputShape: [28, 28, 1], channels: [4, 4, 4] }),
      '[ConvVAE] expected inputShape [H, W, C] with height and width divisible by 8, as there are 3 convolutions',
    ],
    ['no channels', () => new ConvVAE({ channels: [] }), '[ConvVAE] expected channels'],
    [
      'no count',
      () => new VAE(small).sample(0),
      '[VAE.sample] expected count to be an integer of at least 1',
    ],
  ])('name %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
