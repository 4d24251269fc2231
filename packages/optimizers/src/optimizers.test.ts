import { currentBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { fullLike, Generator, Parameter, randn, scoped, type Tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  type AnyOptimizer,
  Lion,
  NAdam,
  RAdam,
  RMSprop,
  Rprop,
  SGD,
  StepLR,
} from './index.js';

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
  AdamW: (params, fused) => new AdamW(params, { learningRate: 0.1, weightDecay: 0.3, fused }),
  'AdamW with AMSGrad': (params, fused) =>
    new AdamW(params, { learningRate: 0.1, amsgrad: true, maximize: true, fused }),
  NAdam: (params, fused) => new NAdam(params, { learningRate: 0.05, fused }),
  'NAdam with everything': (params, fused) =>
    new NAdam(params, { learningRate: 0.05, weightDecay: 0.1, momentumDecay: 0.04, maximize: true, fused }),
  'NAdam, decoupled': (params, fused) =>
    new NAdam(params, { learningRate: 0.05, weightDecay: 0.1, decoupled: true, fused }),
  RAdam: (params, fused) => new RAdam(params, { learningRate: 0.05, fused }), // rectified from the sixth step on
  'RAdam with decay': (params, fused) =>
    new RAdam(params, { learningRate: 0.05, weightDecay: 0.1, betas: [0.8, 0.9], fused }),
  'RAdam, decoupled': (params, fused) =>
    new RAdam(params, { learningRate: 0.05, weightDecay: 0.1, decoupled: true, maximize: true, fused }),
  Adamax: (params, fused) => new Adamax(params, { learningRate: 0.05, fused }),
  'Adamax with decay': (params, fused) =>
    new Adamax(params, { learningRate: 0.05, weightDecay: 0.1, maximize: true, fused }),
  Adagrad: (params, fused) => new Adagrad(params, { learningRate: 0.1, fused }),
  'Adagrad with everything': (params, fused) =>
    new Adagrad(params, {
      learningRate: 0.1,
      learningRateDecay: 0.2,
      initialSum: 0.5,
      weightDecay: 0.1,
      maximize: true,
      fused,
    }),
  RMSprop: (params, fused) => new RMSprop(params, { learningRate: 0.01, fused }),
  'RMSprop with momentum': (params, fused) =>
    new RMSprop(params, { learningRate: 0.01, momentum: 0.9, weightDecay: 0.1, fused }),
  'RMSprop, centred': (params, fused) =>
    new RMSprop(params, { learningRate: 0.01, centered: true, momentum: 0.5, maximize: true, fused }),
  Rprop: (params, fused) => new Rprop(params, { learningRate: 0.05, fused }),
  'Rprop with everything': (params, fused) =>
    new Rprop(params, { etas: [0.3, 1.5], stepSizes: [1e-3, 0.1], weightDecay: 0.1, maximize: true, fused }),
  Lion: (params, fused) => new Lion(params, { learningRate: 0.01, fused }),
  'Lion with decay': (params, fused) =>
    new Lion(params, { learningRate: 0.01, weightDecay: 0.1, betas: [0.8, 0.9], maximize: true, fused }),
};

/** Rows above whose steps no backend has a kernel for. */
const withoutKernel = new Set(['Rprop', 'Rprop with everything']);

/** Parameters of odd sizes, and a loss whose gradient differs in every element. */
function problem(): { params: Parameter[]; loss: () => Tensor } {
  const rng = new Generator(11);
  const params = [[3, 5], [7], [], [33]].map((shape) => scoped(() => new Parameter(randn(shape, { rng }))));
  const loss = (): Tensor => params.map((p) => p.mul(p.sin()).sum()).reduce((a, b) => a.add(b)); // of few kernels: a GPU in software takes its time for each
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

forEachBackend(() => {
  for (const [name, make] of Object.entries(optimizers)) {
    it(`${name}: the fused step is the composed one`, async () => {
      const fused = problem();
      const composed = problem();
      const optimizer = make(fused.params, true);
      const steps: string[] = [];
      const stop = currentBackend().listen(({ kernel }) => {
        if (kernel.endsWith('Step')) steps.push(kernel);
      });
      runSteps(optimizer, fused.loss, 7);
      stop();
      expect(steps).toHaveLength(withoutKernel.has(name) ? 0 : 7); // one call a step for all parameters
      runSteps(make(composed.params, false), composed.loss, 7);
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

    for (const fused of [true, false]) {
      it(`${name}: tiny moments become zero, ${fused ? 'fused' : 'composed'}`, async () => {
        const { params, loss } = problem();
        const optimizer = make(params, fused);
        runSteps(optimizer, loss, 1);
        const saved = optimizer.stateDict();
        const tensors = Object.fromEntries(
          Object.entries(saved.tensors).map(([key, tensor]) => [key, fullLike(tensor, 1e-39)]),
        );
        optimizer.loadStateDict({ ...saved, tensors });
        runSteps(optimizer, () => loss().mul(0), 1);
        for (const tensor of Object.values(optimizer.stateDict().tensors)) {
          const tiny = (await tensor.data()).filter((value) => value !== 0 && Math.abs(value) < 2 ** -126);
          expect(tiny).toHaveLength(0);
        }
      });
    }

    it(`${name}: memory is constant from step to step`, () => {
      const { params, loss } = problem();
      const optimizer = make(params, true);
      runSteps(optimizer, loss, 2);
      const memory = liveMemory();
      runSteps(optimizer, loss, 5);
      expect(liveMemory()).toEqual(memory);
    });
  }

  it("NAdam: the first step is the paper's", async () => {
    const p = new Parameter(1);
    scoped(() => p.mul(0.5).backward());
    new NAdam([p], { learningRate: 0.1 }).step();
    expect(await p.item()).toBeCloseTo(0.894355, 6);
  });
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

  it('join later, with states of their own', async () => {
    const [a, b] = [new Parameter(1), new Parameter(1)];
    const optimizer = new SGD([a], { learningRate: 0.1, momentum: 0.5 });
    const step = (): void =>
      scoped(() => {
        optimizer.zeroGrad();
        a.add(b).backward();
        optimizer.step();
      });
    step();
    const schedule = new StepLR(optimizer, 1, { gamma: 0.5 });
    optimizer.addParamGroup({ params: [b], learningRate: 0.5 });
    schedule.step();
    expect(optimizer.groups.map(({ settings }) => settings)).toMatchObject([
      { learningRate: 0.05, momentum: 0.5 },
      { learningRate: 0.5, momentum: 0.5 },
    ]);
    step();
    expect(await a.item()).toBeCloseTo(0.9 - 0.05 * 1.5, 6);
    expect(await b.item()).toBe(0.5);
    expect(() => optimizer.addParamGroup({ params: [a] })).toThrow(
      '[SGD] expected each parameter once, got one of shape [] twice (position 2).',
    );
    expect(optimizer.groups).toHaveLength(2);
  });

  it('leave parameters without a gradient, and frozen ones, as they are', async () => {
    const [a, b] = [new Parameter(1), new Parameter(1)];
    const optimizer = new SGD([a, b], { learningRate: 0.1, weightDecay: 0.1 });
    scoped(() => a.mul(2).backward());
    optimizer.step();
    expect([await a.item(), await b.item()]).toEqual([Math.fround(1 - 0.1 * 2.1), 1]);
    expect(currentBackend().name).toBe('cpu');
  });

  it('take gradients that add up over several batches', async () => {
    const [whole, parts] = [new Parameter([1, 2]), new Parameter([1, 2])];
    const lossOf = (p: Parameter, x: readonly number[]): Tensor => p.mul(x).square().mean();
    scoped(() => lossOf(whole, [3, 4]).backward());
    new SGD([whole], { learningRate: 0.125 }).step();
    const batches = [
      [3, 0],
      [0, 4],
    ]; // each one's loss is its share of the whole
    for (const x of batches) scoped(() => lossOf(parts, x).backward());
    new SGD([parts], { learningRate: 0.125 }).step();
    expect(await parts.data()).toEqual(await whole.data());
  });
});
