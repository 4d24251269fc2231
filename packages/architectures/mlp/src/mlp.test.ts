import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { crossEntropy, Lambda, RMSNorm, summary } from '@neurona/layers';
import { ones } from '@neurona/tensor';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { MLP, type MLPOptions } from './mlp.js';

const check = {
  inputs: [[6, 4]],
  output: [6, 3],
  targets: { shape: [6], dtype: 'int32', low: 0, high: 3 },
  loss: crossEntropy,
} as const;

describeArchitecture('MLP', {
  ...check,
  make: () => new MLP([4, 16, 16, 3], { activation: 'tanh' }),
  published: {
    'network of the wine lesson': {
      make: () => new MLP([13, 5, 5, 5, 3], { activation: 'tanh' }),
      input: [8, 13],
      output: [8, 3],
      facts: {
        parameters: 13 * 5 + 5 + 2 * (5 * 5 + 5) + (5 * 3 + 3),
        buffers: 0,
        stateDict: [
          ['0.weight', [5, 13]],
          ['0.bias', [5]],
          ['2.weight', [5, 5]],
          ['2.bias', [5]],
          ['4.weight', [5, 5]],
          ['4.bias', [5]],
          ['6.weight', [3, 5]],
          ['6.bias', [3]],
        ],
      },
    },
  },
});

describeArchitecture('MLP with normalisation and dropout', {
  ...check,
  make: () => new MLP([4, 16, 16, 3], { activation: 'gelu', norm: 'batch', dropout: 0.1 }),
  published: {
    'nn.Sequential of the same layers': {
      make: () => new MLP([784, 100, 10], { norm: 'batch', dropout: 0.5 }),
      input: [2, 784],
      output: [2, 10],
      facts: {
        parameters: 784 * 100 + 100 + 200 + 1010,
        buffers: 201,
        stateDict: [
          ['0.weight', [100, 784]],
          ['0.bias', [100]],
          ['1.weight', [100]],
          ['1.bias', [100]],
          ['1.running_mean', [100]],
          ['1.running_var', [100]],
          ['1.num_batches_tracked', []],
          ['4.weight', [10, 100]],
          ['4.bias', [10]],
        ],
      },
    },
  },
});

describe('options', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  const kinds = (sizes: readonly number[], options?: MLPOptions): string[] =>
    Array.from(new MLP(sizes, options).layers, (layer) => layer.kind);

  it.each<[string, readonly number[], MLPOptions | undefined, string[]]>([
    ['is a linear map without hidden layers', [4, 3], undefined, ['Linear']],
    ['has ReLU by default', [4, 5, 3], undefined, ['Linear', 'ReLU', 'Linear']],
    [
      'normalises before the activation and drops after it',
      [4, 5, 3],
      { norm: 'layer', activation: 'silu', dropout: 0.5 },
      ['Linear', 'LayerNorm', 'SiLU', 'Dropout', 'Linear'],
    ],
    ['ends with its output', [4, 5, 3], { output: 'softmax' }, ['Linear', 'ReLU', 'Linear', 'Softmax']],
    [
      'takes functions that make modules',
      [4, 5, 3],
      {
        activation: () => new Lambda((x) => x.sin()),
        norm: (features) => new RMSNorm(features),
        output: () => new Lambda((x) => x.exp()),
      },
      ['Linear', 'RMSNorm', 'Lambda', 'Linear', 'Lambda'],
    ],
  ])('%s', (_, sizes, options, expected) => {
    expect(kinds(sizes, options)).toEqual(expected);
  });

  it('adds no biases where they are not wanted', () => {
    expect(Object.keys(new MLP([4, 5, 3], { bias: false }).stateDict())).toEqual(['0.weight', '2.weight']);
  });

  it('maps the last axis of any leading axes, in a summary of one row a layer', () => {
    const model = new MLP([4, 5, 3], { activation: 'tanh' });
    expect(model.forward(ones([2, 7, 4])).shape).toEqual([2, 7, 3]);
    const { rows } = summary(model, [8, 4]);
    expect(rows.map(({ path, type, outputShape, params }) => [path, type, outputShape, params])).toEqual([
      ['0', 'Linear', [8, 5], 25],
      ['1', 'Tanh', [8, 5], 0],
      ['2', 'Linear', [8, 3], 18],
    ]);
  });

  it('refuses sizes, names and options that there are not', () => {
    expect(() => new MLP([4])).toThrow(
      '[MLP] expected sizes to be two or more integers of at least 1, got [4]. They are the features of the input, of each hidden layer, and of the output: new MLP([784, 128, 10]).',
    );
    expect(() => new MLP([4, 2.5, 3])).toThrow('got [4, 2.5, 3]');
    expect(() => new MLP(4 as never)).toThrow('got 4');
    expect(() => new MLP([4, 3], { activation: 'sinus' as never })).toThrow(
      '[MLP] expected activation to be one of elu, gelu, leakyReLU, relu, selu, sigmoid, silu, softplus, tanh, or a function that makes a module, got sinus.',
    );
    expect(() => new MLP([4, 3], { norm: 'group' as never })).toThrow(
      '[MLP] expected norm to be one of batch, layer, or a function that makes a module, got group.',
    );
    expect(() => new MLP([4, 5, 3], { dropout: 2 })).toThrow(
      '[Dropout] expected a probability from 0 to 1, got 2.',
    );
    expect(() => new MLP([4, 3], { drop: 0.5 } as never)).toThrow('Did you mean dropout?');
    expect(() => new MLP([4, 5, 3], { activation: () => 3 as never })).toThrow(
      '[Sequential] expected modules, got 3 (argument 1).',
    );
  });
});
