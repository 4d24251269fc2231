import { currentBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Generator, Parameter, randn, scoped, type Tensor, tensor } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Adadelta, Adam, type AnyOptimizer, SGD } from './index.js';

type Make = (params: readonly Parameter[], fused: boolean) => AnyOptimizer;

/** Every optimizer with every setting that changes its update. */
const optimizers: Record<string, Make> = {
  SGD: (params, fused) => new SGD(params, { learningRate: 0.1, fused }),
  'SGD with momentum': (params, fused) => new SGD(params, { learningRate: 0.05, momentum: 0.9, fused }),
  'SGD with everything': (params, fused) =>
    new SGD(params, { learningRate: 0.05, momentum: 0.8, dampening: 0.3, weightDecay: 0.01, fused }),
  'SGD, Nesterov': (params, fused) =>
    new SGD(params, { learningRate: 0.05, momentum: 0.9, nesterov: true, fused }),
  'SGD, maximizing': (params, fused) =>
    new SGD(params, { learningRate: 0.01, momentum: 0.5, maximize: true, fused }),
  Adam: (params, fused) => new Adam(params, { learningRate: 0.1, fused }),
  'Adam with decay': (params, fused) =>
    new Adam(params, { learningRate: 0.1, weightDecay: 0.1, betas: [0.8, 0.9], fused }),
  AMSGrad: (params, fused) => new Adam(params, { learningRate: 0.1, amsgrad: true, maximize: true, fused }),
  Adadelta: (params, fused) => new Adadelta(params, { learningRate: 1, fused }),
  'Adadelta with decay': (params, fused) => new Adadelta(params, { rho: 0.8, weightDecay: 0.1, fused }),
};

/** Parameters of odd sizes, and a loss whose gradient differs in every element. */
function problem(): { params: Parameter[]; loss: () => Tensor } {
  const rng = new Generator(11);
  const params = [[3, 5], [7], [], [33]].map((shape) => scoped(() => new Parameter(randn(shape, { rng }))));
  const loss = (): Tensor =>
    params.map((p) => p.square().mul(p.sin()).add(p.mul(0.3)).sum()).reduce((a, b) => a.add(b));
  return { params, loss };
}

function runSteps(optimizer: AnyOptimizer, loss: () => Tensor, steps: number): void {
  for (let i = 0; i < steps; i++) {
    scoped(() => {
      optimizer.zeroGrad();
      loss().backward();
      optimizer.step();
    });
  }
}

const values = async (params: readonly Parameter[]): Promise<number[]> =>
  (await Promise.all(params.map((p) => p.data()))).flatMap((data) => Array.from(data));

forEachBackend((backendName) => {
  for (const [name, make] of Object.entries(optimizers)) {
    it(`${name}: the fused step is the composed one`, async () => {
      const fused = problem();
      const composed = problem();
      const optimizer = make(fused.params, true);
      const { sgdStep, adamStep, adadeltaStep } = currentBackend().kernels;
      for (const kernel of [sgdStep, adamStep, adadeltaStep]) expect(kernel).toBeDefined();
      runSteps(optimizer, fused.loss, 5);
      runSteps(make(composed.params, false), composed.loss, 5);
      const expected = await values(composed.params);
      for (const [i, value] of (await values(fused.params)).entries()) {
        expect(Math.abs(value - expected[i]!), `element ${i}`).toBeLessThanOrEqual(
          1e-6 + 1e-5 * Math.abs(expected[i]!),
        );
      }
    });

    it(`${name}: a resumed run is bit-equal`, async () => {
      const whole = problem();
      runSteps(make(whole.params, true), whole.loss, 6);
      const cut = problem();
      const before = make(cut.params, true);
      runSteps(before, cut.loss, 3);
      const after = make(cut.params, true);
      after.loadStateDict(before.stateDict());
      before.dispose();
      runSteps(after, cut.loss, 3);
      expect(await values(cut.params)).toEqual(await values(whole.params));
    });

    it(`${name}: memory is constant from step to step`, () => {
      const { params, loss } = problem();
      const optimizer = make(params, true);
      runSteps(optimizer, loss, 2);
      const memory = currentBackend().memory();
      runSteps(optimizer, loss, 20);
      expect(currentBackend().memory()).toEqual(memory);
    });
  }

  const minimizers: Record<string, [make: (p: Parameter) => AnyOptimizer, steps: number]> = {
    SGD: [(p) => new SGD([p], { learningRate: 5e-4, momentum: 0.9 }), 4000],
    Adam: [(p) => new Adam([p], { learningRate: 0.02 }), 3000],
    Adadelta: [(p) => new Adadelta([p], { learningRate: 0.1 }), 6000], // at 1 it circles the bottom, also in float64
  };
  for (const [name, [make, steps]] of Object.entries(minimizers)) {
    if (backendName === 'webgpu') continue; // thousands of steps of two numbers: the updates are compared above
    it(`${name} finds the bottom of Rosenbrock's valley`, async () => {
      const p = new Parameter([-1.2, 1]);
      const optimizer = make(p);
      const loss = (): Tensor => {
        const [x, y] = [p.select(0, 0), p.select(0, 1)];
        return x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
      };
      runSteps(optimizer, loss, steps);
      const [x, y] = await p.data();
      expect(Math.hypot(x! - 1, y! - 1)).toBeLessThan(0.1);
    });
  }
});

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
  ];
  for (const [name, call, message] of cases) it(name, () => expect(call).toThrow(message));
});

describe('groups', () => {
  it('have settings of their own, and share the rest', async () => {
    await useBackend(cpu());
    const [a, b] = [new Parameter(1), new Parameter(1)];
    const optimizer = new SGD([{ params: [a] }, { params: [b], learningRate: 0.5 }], { learningRate: 0.1 });
    scoped(() => a.add(b).backward());
    optimizer.step();
    expect([await a.item(), await b.item()]).toEqual([Math.fround(0.9), 0.5]);
    optimizer.learningRate = 1;
    expect(optimizer.groups.map(({ settings }) => settings.learningRate)).toEqual([1, 1]);
  });

  it('leave parameters without a gradient, and frozen ones, as they are', async () => {
    const [a, b] = [new Parameter(1), new Parameter(1)];
    const optimizer = new SGD([a, b], { learningRate: 0.1, weightDecay: 0.1 });
    scoped(() => a.mul(2).backward());
    optimizer.step();
    expect([await a.item(), await b.item()]).toEqual([Math.fround(1 - 0.1 * 2.1), 1]);
    expect(currentBackend().name).toBe('cpu');
  });
});
