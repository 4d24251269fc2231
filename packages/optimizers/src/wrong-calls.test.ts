import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Parameter, tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { Adadelta, Adagrad, Adam, Adamax, AdamW, Lion, NAdam, RAdam, RMSprop, Rprop, SGD } from './index.js';

describe('wrong calls', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  const p = () => new Parameter([1, 2]);
  const cases: [name: string, call: () => unknown, message: string][] = [
    [
      'no parameters',
      () => new SGD([]),
      '[SGD] expected at least one parameter, got none. Pass model.parameters().',
    ],
    [
      'a parameter twice',
      () => {
        const twice = p();
        return new Adam([twice, twice]);
      },
      '[Adam] expected each parameter once, got one of shape [2] twice (position 1).',
    ],
    [
      'no parameter',
      () => new SGD([tensor(1) as Parameter]),
      '[SGD] expected parameters, or groups { params, … }, got an instance of Tensor. Pass model.parameters().',
    ],
    [
      'a model',
      () => new SGD({ parameters: () => [p()] } as unknown as Parameter[]),
      '[SGD] expected parameters, or groups { params, … }, got {}. Pass model.parameters().',
    ],
    [
      'one parameter',
      () => new SGD(p() as unknown as Parameter[]),
      '[SGD] expected parameters, or groups { params, … }, got one parameter. Pass a list, [parameter].',
    ],
    [
      'nothing in a list',
      () => new SGD([undefined as unknown as Parameter]),
      '[SGD] expected parameters, or groups { params, … }, got undefined. Pass model.parameters().',
    ],
    [
      'a group without a list',
      () => new SGD([{ params: 3 } as unknown as { params: Parameter[] }]),
      '[SGD] expected parameters, or groups { params, … }, got 3. Write { params: layer.parameters() }.',
    ],
    [
      'a rate in place of options',
      () => new SGD([p()], 0.05 as unknown as object),
      '[SGD] expected an object of options, got 0.05. Write { learningRate: 0.05 }.',
    ],
    [
      'an option of PyTorch',
      () => new Adam([p()], { lr: 0.05 } as object),
      '[Adam] expected options among learningRate, betas, eps, weightDecay, decoupled, maximize, fused and amsgrad, got lr. lr is called learningRate here.',
    ],
    [
      'an unknown option of a group',
      () => new SGD([{ params: [p()], momentom: 0.9 } as { params: Parameter[] }]),
      '[SGD] expected options among learningRate, momentum, dampening, nesterov, weightDecay, maximize and fused, got momentom. Did you mean momentum?',
    ],
    [
      'decoupled decay for AdamW, which has no other',
      () => new AdamW([p()], { decoupled: false } as object),
      '[AdamW] expected options among learningRate, betas, eps, weightDecay, maximize, fused and amsgrad, got decoupled.',
    ],
    [
      'a negative rate',
      () => new SGD([p()], { learningRate: -1 }),
      '[SGD] expected learningRate ≥ 0, got -1.',
    ],
    [
      'Nesterov without momentum',
      () => new SGD([p()], { nesterov: true }),
      '[SGD] expected momentum and no dampening for nesterov, got momentum 0, dampening 0.',
    ],
    [
      'a beta of 1',
      () => new Adam([p()], { betas: [0.9, 1] }),
      '[Adam] expected betas in [0, 1), got [0.9, 1].',
    ],
    ['rho above 1', () => new Adadelta([p()], { rho: 2 }), '[Adadelta] expected rho in [0, 1], got 2.'],
    [
      'state of another optimizer',
      () => new SGD([p()]).loadStateDict(new Adam([p()]).stateDict()),
      '[SGD.loadStateDict] expected state of SGD, got Adam.',
    ],
    [
      'state of more parameters',
      () => new SGD([p()]).loadStateDict(new SGD([p(), p()]).stateDict()),
      '[SGD.loadStateDict] expected groups of [1] parameters, got [2].',
    ],
    [
      'a third beta',
      () => new AdamW([p()], { betas: [0.9, 0.9, 0.9] as unknown as [number, number] }),
      '[AdamW] expected betas in [0, 1), got [0.9, 0.9, 0.9].',
    ],
    ['a negative eps', () => new NAdam([p()], { eps: -1 }), '[NAdam] expected eps ≥ 0, got -1.'],
    [
      'a negative momentumDecay',
      () => new NAdam([p()], { momentumDecay: -1 }),
      '[NAdam] expected momentumDecay ≥ 0, got -1.',
    ],
    [
      'a negative weightDecay',
      () => new RAdam([p()], { weightDecay: -0.1 }),
      '[RAdam] expected weightDecay ≥ 0, got -0.1.',
    ],
    [
      'a rate that is not a number',
      () => new Adamax([p()], { learningRate: NaN }),
      '[Adamax] expected learningRate ≥ 0, got NaN.',
    ],
    [
      'a negative learningRateDecay',
      () => new Adagrad([p()], { learningRateDecay: -1 }),
      '[Adagrad] expected learningRateDecay ≥ 0, got -1.',
    ],
    [
      'a negative initialSum',
      () => new Adagrad([p()], { initialSum: -1 }),
      '[Adagrad] expected initialSum ≥ 0, got -1.',
    ],
    [
      'alpha above 1',
      () => new RMSprop([p()], { alpha: 1.5 }),
      '[RMSprop] expected alpha in [0, 1], got 1.5.',
    ],
    [
      'a negative momentum',
      () => new RMSprop([p()], { momentum: -1 }),
      '[RMSprop] expected momentum ≥ 0, got -1.',
    ],
    [
      'etas that do not decrease',
      () => new Rprop([p()], { etas: [1, 1.2] }),
      '[Rprop] expected etas with 0 < etas[0] < 1 < etas[1], got [1, 1.2].',
    ],
    [
      'step sizes in the wrong order',
      () => new Rprop([p()], { stepSizes: [2, 1] }),
      '[Rprop] expected stepSizes with 0 ≤ stepSizes[0] ≤ stepSizes[1], got [2, 1].',
    ],
    [
      'a negative beta',
      () => new Lion([p()], { betas: [-1, 0.9] }),
      '[Lion] expected betas in [0, 1), got [-1, 0.9].',
    ],
    [
      'a bad setting of a group',
      () => new Lion([{ params: [p()], learningRate: -1 }]),
      '[Lion] expected learningRate ≥ 0, got -1.',
    ],
    [
      "Adam's state in AdamW",
      () => new AdamW([p()]).loadStateDict(new Adam([p()]).stateDict()),
      '[AdamW.loadStateDict] expected state of AdamW, got Adam.',
    ],
    [
      'state of another shape',
      () => {
        const saved = new Adam([p()]).stateDict();
        new Adam([p()]).loadStateDict({ ...saved, tensors: { '0.m': tensor([1]) } });
      },
      '[Adam.loadStateDict] expected state of shape [2], got [1] (0.m).',
    ],
  ];
  for (const [name, call, message] of cases) it(name, () => expect(call).toThrow(message));

  it('but not groups whose parameters are generated', () => {
    const optimizer = new SGD([{ params: [p(), p()].values() }, { params: [p()], learningRate: 0.1 }]);
    expect(optimizer.groups.map(({ params }) => params.length)).toEqual([2, 1]);
  });
});
