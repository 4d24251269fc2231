import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ones } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  Bilinear,
  Identity,
  Lambda,
  Linear,
  LSTM,
  LSTMCell,
  ModuleDict,
  ModuleList,
  MultiheadAttention,
  Parallel,
  ReLU,
  Residual,
  Sequential,
} from '../index.js';
import { describeLayer } from '../testing/index.js';

describeLayer('Identity', {
  make: () => new Identity(),
  cases: { matrix: { inputs: [[2, 3]], output: [2, 3] } },
});

describeLayer('Lambda', {
  make: () => new Lambda((x) => x.mul(2).sin()),
  call: (layer, [x]) => layer.forward(x), // what else it can be called with, the function decides
  cases: { matrix: { inputs: [[2, 3]], output: [2, 3] } },
});

describeLayer('Linear', {
  make: () => new Linear(3, 2),
  cases: {
    matrix: { inputs: [[4, 3]], output: [4, 2] },
    sequences: { inputs: [[2, 2, 3]], output: [2, 2, 2] },
    vector: { inputs: [[3]], output: [2] },
  },
  state: { weight: [3, 2], bias: [2] },
  wrong: [[[[4, 2]], '[Linear] expected 3 features on the last axis, got 2 (x has shape [4, 2]).']],
});

describeLayer('Bilinear', {
  make: () => new Bilinear(3, 2, 4),
  cases: {
    matrix: {
      inputs: [
        [2, 3],
        [2, 2],
      ],
      output: [2, 4],
    },
  },
  state: { weight: [3, 2, 4], bias: [4] },
  wrong: [
    [
      [
        [2, 3],
        [2, 3],
      ],
      '[bilinear] expected',
    ],
  ],
});

describeLayer('Sequential', {
  make: () => new Sequential(new Linear(2, 3), new Lambda((x) => x.tanh()), new Linear(3, 1)),
  cases: { matrix: { inputs: [[2, 2]], output: [2, 1] } },
  state: { '0.weight': [2, 3], '0.bias': [3], '2.weight': [3, 1], '2.bias': [1] },
});

describeLayer('Sequential with modules that give more than an output', {
  make: () => new Sequential(new LSTM(2, 3), new MultiheadAttention(3, 1), new Linear(3, 1)),
  cases: { sequences: { inputs: [[2, 3, 2]], output: [2, 3, 1] } },
  state: {
    '0.layers.0.weightIh': [2, 12],
    '0.layers.0.weightHh': [3, 12],
    '0.layers.0.biasIh': [12],
    '0.layers.0.biasHh': [12],
    '1.inProjWeight': [3, 9],
    '1.inProjBias': [9],
    '1.outProj.weight': [3, 3],
    '1.outProj.bias': [3],
    '2.weight': [3, 1],
    '2.bias': [1],
  },
});

describeLayer('Residual', {
  make: () => new Residual(new Linear(2, 3), new Linear(2, 3, { bias: false })),
  cases: { matrix: { inputs: [[2, 2]], output: [2, 3] } },
  state: { 'body.weight': [2, 3], 'body.bias': [3], 'shortcut.weight': [2, 3] },
});

describeLayer('Residual whose body changes the shape', {
  make: () => new Residual(new Linear(2, 3)),
  cases: {},
  state: { 'body.weight': [2, 3], 'body.bias': [3] },
  wrong: [
    [
      [[4, 2]],
      "[Residual] expected a body that returns the shortcut's shape [4, 2], got [4, 3]. Give a shortcut that changes the shape as the body does.",
    ],
  ],
});

describeLayer('Parallel', {
  make: () => new Parallel([new Linear(2, 3, { bias: false }), new Identity()]),
  cases: { matrix: { inputs: [[2, 2]], output: [2, 5] } },
  state: { 'branches.0.weight': [2, 3] },
});

describeLayer('Parallel that multiplies', {
  make: () => new Parallel([new Identity(), new Lambda((x) => x.sigmoid())], { combine: 'mul' }),
  cases: { matrix: { inputs: [[2, 2]], output: [2, 2] } },
});

describe('containers', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it('say which module gives what the next can not take', () => {
    const model = new Sequential(new Linear(2, 2), new LSTMCell(2, 3) as never, new Linear(3, 1));
    expect(() => model.forward(ones([4, 2]))).toThrow(
      '(from LSTMCell, module 1). Call modules that return several results in a custom forward, in a class that extends Module.',
    );
  });

  it('hold modules in a list', () => {
    const list = new ModuleList([new Linear(2, 3)]).push(new Linear(3, 1, { bias: false }));
    expect(Object.keys(list.stateDict())).toEqual(['0.weight', '0.bias', '1.weight']);
    expect([...list]).toEqual([list.at(0), list.at(-1)]);
    expect(list.at(-1).outFeatures).toBe(1);
    expect(String(list)).toBe('ModuleList(\n  (0): Linear(2, 3)\n  (1): Linear(3, 1, bias: false)\n)');
    expect(() => list.at(2)).toThrow('[ModuleList] expected a position from -2 to 1, got 2.');
    expect(() => list.push(3 as never)).toThrow('[ModuleList] expected modules, got 3 (item 2).');
    expect(() => list.forward()).toThrow(
      '[ModuleList] expected its modules to be called one by one, got a call of the container itself.',
    );
  });

  it('hold modules by name', () => {
    const heads = new ModuleDict({ policy: new Linear(2, 3) }).set('value', new Linear(2, 1));
    expect(Object.keys(heads.stateDict())).toEqual([
      'policy.weight',
      'policy.bias',
      'value.weight',
      'value.bias',
    ]);
    expect(heads.names).toEqual(['policy', 'value']);
    expect([heads.has('value'), heads.has('toString')]).toEqual([true, false]);
    expect(() => heads.get('reward')).toThrow('[ModuleDict] expected one of policy, value, got reward.');
    expect(() => heads.set('x', {} as never)).toThrow('[ModuleDict] expected modules, got {} (x).');
    expect(() => heads.forward()).toThrow('[ModuleDict] expected its modules');
  });

  it('refuse what they can not hold', () => {
    expect(() => new Lambda(3 as never)).toThrow('[Lambda] expected a function, got 3.');
    expect(() => new Parallel([])).toThrow('[Parallel] expected at least one branch, got none.');
    expect(() => new Parallel([new ReLU()], { combine: 'max' as never }).forward(ones([1]))).toThrow(
      "[Parallel] expected combine to be 'concat', 'add' or 'mul', got max.",
    );
  });
});
