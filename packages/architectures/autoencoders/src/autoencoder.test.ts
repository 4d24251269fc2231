import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { wasm } from '@neurona/backend-wasm';
import { Linear, mse, quantize, Sequential } from '@neurona/layers';
import { manualSeed, noGrad, ones, rand, scoped, tensor, zeros } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Autoencoder, denoise } from './autoencoder.js';
import { ConvAutoencoder } from './conv-autoencoder.js';
import { Corruption } from './corruption.js';
import { DenseAutoencoder, linearAutoencoder } from './dense-autoencoder.js';
import { RecurrentAutoencoder } from './recurrent-autoencoder.js';
import { TiedLinear } from './tied-linear.js';

describeArchitecture('DenseAutoencoder', {
  make: () => new DenseAutoencoder([12, 16, 8], { output: 'none' }),
  inputs: [[4, 3, 4]],
  output: [4, 3, 4],
  targets: [4, 3, 4],
  loss: mse,
  published: {
    'stacked 784-100-30': {
      make: () => new DenseAutoencoder([784, 100, 30]),
      input: [2, 784],
      output: [2, 784],
      facts: {
        parameters: 2 * (784 * 100 + 100 * 30) + 100 + 30 + 100 + 784,
        buffers: 0,
        stateDict: [
          ['encoder.1.weight', [100, 784]],
          ['encoder.1.bias', [100]],
          ['encoder.3.weight', [30, 100]],
          ['encoder.3.bias', [30]],
          ['decoder.0.weight', [100, 30]],
          ['decoder.0.bias', [100]],
          ['decoder.2.weight', [784, 100]],
          ['decoder.2.bias', [784]],
        ],
      },
    },
    'same with tied weights': {
      make: () => new DenseAutoencoder([784, 100, 30], { tied: true }),
      input: [2, 784],
      output: [2, 784],
      facts: {
        parameters: 784 * 100 + 100 * 30 + 100 + 30 + 100 + 784,
        stateDict: [
          ['encoder.1.weight', [100, 784]],
          ['encoder.1.bias', [100]],
          ['encoder.3.weight', [30, 100]],
          ['encoder.3.bias', [30]],
          ['decoder.0.bias', [100]],
          ['decoder.2.bias', [784]],
        ],
      },
    },
  },
});

describeArchitecture('DenseAutoencoder, tied and denoising', {
  make: () => new DenseAutoencoder([6, 12], { output: 'none', tied: true, noise: 0.01, dropout: 0.01 }),
  inputs: [[4, 6]],
  output: [4, 6],
  targets: [4, 6],
  loss: mse,
  lossLeft: 0.3,
});

describeArchitecture('ConvAutoencoder', {
  make: () => new ConvAutoencoder({ imageSize: [7, 6], channels: [8, 16], codeSize: 24, output: 'none' }),
  inputs: [[2, 7, 6, 1]],
  output: [2, 7, 6, 1],
  targets: [2, 7, 6, 1],
  loss: mse,
  lossLeft: 0.3,
  published: {
    '28×28 without a linear code': {
      make: () => new ConvAutoencoder(),
      input: [2, 28, 28, 1],
      output: [2, 28, 28, 1],
      facts: {
        parameters: 9 * 16 + 16 + 9 * 16 * 32 + 32 + 9 * 16 * 32 + 16 + 9 * 16 + 1,
        stateDict: [
          ['encoder.0.weight', [16, 1, 3, 3]],
          ['encoder.0.bias', [16]],
          ['encoder.2.weight', [32, 16, 3, 3]],
          ['encoder.2.bias', [32]],
          ['decoder.0.weight', [32, 16, 3, 3]],
          ['decoder.0.bias', [16]],
          ['decoder.2.weight', [16, 1, 3, 3]],
          ['decoder.2.bias', [1]],
        ],
      },
    },
  },
});

describeArchitecture('RecurrentAutoencoder', {
  make: () => new RecurrentAutoencoder({ inputSize: 2, length: 3, hiddenSize: 16, codeSize: 8, cell: 'gru' }),
  inputs: [[3, 3, 2]],
  output: [3, 3, 2],
  targets: [3, 3, 2],
  loss: mse,
  lossLeft: 0.3,
  learningRate: 0.03,
});

describe('Autoencoder', () => {
  beforeAll(async () => {
    await useBackend(wasm());
    manualSeed(1);
  });

  it('takes any encoder and decoder, and returns what the decoder does in the shape of the examples', () => {
    const model = new Autoencoder(new Sequential(new Linear(6, 2)), new Linear(2, 6));
    expect(model.encode(ones([4, 6])).shape).toEqual([4, 2]);
    expect(model.decode(ones([4, 2])).shape).toEqual([4, 6]);
    const images = new DenseAutoencoder([6, 2]);
    expect(images.decode(images.encode(ones([4, 2, 3, 1]))).shape).toEqual([4, 6]);
    expect(images.reconstruct(ones([4, 2, 3, 1])).shape).toEqual([4, 2, 3, 1]);
  });

  it('corrupts in training alone, and never in reconstruct or denoise', async () => {
    const model = new DenseAutoencoder([6, 4], { noise: 0.5, dropout: 0.5 });
    const x = rand([3, 6]);
    const clean = await model.reconstruct(x).data();
    expect(await model.forward(x).data()).not.toEqual(clean);
    expect(await denoise(model, x).data()).toEqual(clean);
    expect(model.training && model.corruption.training).toBe(true);
    expect(denoise(model, x).requiresGrad).toBe(false);
    expect(await model.eval().forward(x).data()).toEqual(clean);
  });

  it('leaves nothing behind when it denoises', () => {
    const model = new ConvAutoencoder({ imageSize: 8, channels: [2], noise: 0.3 });
    const x = rand([2, 8, 8, 1]);
    denoise(model, x).dispose(); // constants are made
    const before = liveMemory();
    denoise(model, x).dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('shares the modules of its levels, with the activations in between', async () => {
    const model = new DenseAutoencoder([8, 6, 4, 2], { codeActivation: 'tanh' });
    const levels = model.levels();
    expect(levels.map(({ codeShape }) => codeShape)).toEqual([[6], [4], [2]]);
    const x = rand([5, 8]);
    const code = levels.reduce((input, level) => level.encode(input), x);
    expect(await code.data()).toEqual(await model.encode(x).data());
    const back = levels.reduceRight((input, level) => level.decode(input), code);
    expect(await back.data()).toEqual(await model.reconstruct(x).data());
    expect(new Set(levels.flatMap((level) => level.parameters()))).toEqual(new Set(model.parameters()));
  });

  it('refuses codes of another size, and reconstructions', () => {
    const model = new DenseAutoencoder([8, 2]);
    expect(() => model.decode(ones([3, 4]))).toThrow(
      '[DenseAutoencoder.decode] expected codes [N, 2], got [3, 4]. Pass what encode returns; one code alone needs an axis for the batch: code.unsqueeze(0).',
    );
    expect(() => model.decode(ones([2]))).toThrow('expected codes [N, 2], got [2].');
    const other = new Autoencoder(new Linear(8, 2), new Linear(2, 7));
    expect(() => other.forward(ones([3, 8]))).toThrow(
      '[Autoencoder] expected a reconstruction of 8 values for each example of shape [8], got [3, 7].',
    );
    const images = new ConvAutoencoder({ imageSize: 28 });
    expect(() => images.forward(ones([1, 32, 32, 1]))).toThrow(
      '[ConvAutoencoder.decode] expected codes [N, 7, 7, 32]',
    );
  });
});

describe('Corruption', () => {
  beforeAll(async () => {
    await useBackend(cpu());
    manualSeed(1);
  });

  it('replaces values by 0 and leaves the others as they are', async () => {
    const y = new Corruption({ dropout: 0.3 }).forward(ones([10_000]));
    expect(new Set(await y.data())).toEqual(new Set([0, 1]));
    expect(await y.mean().item()).toBeCloseTo(0.7, 1);
  });

  it('adds noise of a standard deviation', async () => {
    const noise = new Corruption({ noise: 0.5 }).forward(zeros([10_000]));
    expect(await noise.square().mean().sqrt().item()).toBeCloseTo(0.5, 1);
  });
});

describe('settings', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it('ties weights by transposing them', async () => {
    const layer = new Linear(3, 2);
    const y = tensor([[1, -2]]);
    expectClose(
      await new TiedLinear(layer).forward(y).data(),
      await y.matmul(layer.weight.transpose()).data(),
    );
    expect(() => new TiedLinear({} as never)).toThrow('[TiedLinear] expected a Linear');
  });

  it('reads tied weights where they are rounded', async () => {
    const before = liveMemory();
    const model = new DenseAutoencoder([128, 64], { tied: true });
    const x = rand([3, 128]);
    const expected = noGrad(() => scoped(() => model.forward(x)));
    const float = liveMemory().bytes;
    quantize(model, { bits: 16 });
    expect(float - liveMemory().bytes).toBe(128 * 64 * 4 - (128 * 64 * 2 + 64 * 2 * 4)); // codes, and scales of blocks
    const rounded = noGrad(() => scoped(() => model.forward(x)));
    const difference = scoped(() => rounded.sub(expected).abs().max());
    const largest = await difference.item();
    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThan(1e-3);
    for (const one of [model, x, expected, rounded, difference]) one.dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('reads sequences of each cell, to a last state', () => {
    for (const cell of ['rnn', 'gru', 'lstm'] as const) {
      const model = new RecurrentAutoencoder({ inputSize: 2, length: 4, hiddenSize: 3, codeSize: 2, cell });
      expect(model.encode(ones([5, 4, 2])).shape).toEqual([5, 2]);
      expect(model.forward(ones([5, 4, 2])).shape).toEqual([5, 4, 2]);
    }
  });

  it('refuses sizes and names that there are not', () => {
    expect(() => new DenseAutoencoder([8])).toThrow(
      '[DenseAutoencoder] expected sizes to be two or more integers of at least 1, got [8]. They are the values of an example, the features of each hidden layer, and the size of the code: new DenseAutoencoder([784, 100, 30]).',
    );
    expect(() => new DenseAutoencoder([8, 2], { activation: 'step' as never })).not.toThrow(); // it has no hidden layer
    expect(() => new DenseAutoencoder([8, 4, 2], { activation: 'step' as never })).toThrow(
      '[DenseAutoencoder] expected activation to be one of none, relu, leakyReLU, elu, selu, gelu, silu, sigmoid, tanh, got step.',
    );
    expect(() => linearAutoencoder(3, 0)).toThrow('got [3, 0]');
    expect(() => new DenseAutoencoder([8, 2], { dropout: 1 })).toThrow(
      '[Corruption] expected dropout to be a probability from 0 to less than 1, got 1.',
    );
    expect(() => new DenseAutoencoder([8, 2], { noise: -1 })).toThrow(
      '[Corruption] expected noise to be a number of at least 0, got -1.',
    );
    expect(() => new ConvAutoencoder({ channels: [] })).toThrow('expected channels of at least one level');
    expect(() => new ConvAutoencoder({ codeSize: 1.5 })).toThrow('codeSize to be an integer of at least 1');
    const config = { inputSize: 2, length: 4, hiddenSize: 3, codeSize: 2 };
    expect(() => new RecurrentAutoencoder({ ...config, cell: 'elman' as never })).toThrow(
      '[RecurrentAutoencoder] expected cell to be rnn, gru, lstm, got elman.',
    );
    expect(() => new RecurrentAutoencoder({ ...config, length: 0 })).toThrow('length to be an integer');
  });
});
