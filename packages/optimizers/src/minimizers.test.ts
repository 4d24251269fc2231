import { Parameter, scoped, type Tensor } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
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
} from './index.js';

type Make = (p: Parameter, learningRate: number) => AnyOptimizer;

/** Each algorithm, with a learning rate and steps for a quadratic and for Rosenbrock's valley. */
const minimizers: Record<string, [make: Make, quadratic: [number, number], valley: [number, number]]> = {
  SGD: [(p, learningRate) => new SGD([p], { learningRate, momentum: 0.9 }), [0.02, 200], [5e-4, 4000]],
  Adam: [(p, learningRate) => new Adam([p], { learningRate }), [0.1, 300], [0.02, 3000]],
  AMSGrad: [(p, learningRate) => new Adam([p], { learningRate, amsgrad: true }), [0.1, 300], [0.02, 3000]],
  AdamW: [(p, learningRate) => new AdamW([p], { learningRate, weightDecay: 1e-4 }), [0.1, 300], [0.02, 3000]],
  NAdam: [(p, learningRate) => new NAdam([p], { learningRate }), [0.1, 300], [0.02, 3000]],
  RAdam: [
    (p, learningRate) => new RAdam([p], { learningRate, betas: [0.9, 0.99] }),
    [0.1, 300],
    [2e-3, 5000],
  ],
  Adamax: [(p, learningRate) => new Adamax([p], { learningRate }), [0.1, 300], [0.05, 3000]],
  Adagrad: [(p, learningRate) => new Adagrad([p], { learningRate }), [0.5, 300], [0.5, 4500]],
  RMSprop: [(p, learningRate) => new RMSprop([p], { learningRate }), [0.01, 400], [2e-3, 3000]],
  // At 1 it circles the bottom, also in float64.
  Adadelta: [(p, learningRate) => new Adadelta([p], { learningRate }), [1, 1000], [0.1, 6000]],
  Rprop: [(p, learningRate) => new Rprop([p], { learningRate }), [0.01, 300], [0.01, 3000]],
  Lion: [(p, learningRate) => new Lion([p], { learningRate }), [1e-3, 4000], [1e-3, 4000]],
};

function runSteps(optimizer: AnyOptimizer, loss: () => Tensor, steps: number): void {
  for (let i = 0; i < steps; i++) {
    scoped(() => {
      optimizer.zeroGrad();
      loss().backward();
      optimizer.step();
    });
  }
}

forEachBackend((backendName) => {
  if (backendName === 'webgpu') return; // thousands of steps of two numbers: the updates are compared in optimizers.test.ts
  for (const [name, [make, quadratic, valley]] of Object.entries(minimizers)) {
    it(`${name} finds the bottom of a quadratic`, async () => {
      const p = new Parameter([-1.5, 2]);
      const loss = (): Tensor => p.sub([0.5, -1]).square().mul([1, 4]).sum();
      runSteps(make(p, quadratic[0]), loss, quadratic[1]);
      const [x, y] = await p.data();
      expect(Math.hypot(x! - 0.5, y! + 1)).toBeLessThan(0.05);
    });

    if (backendName !== 'wasm') continue; // one is enough for the long way: optimizers.test.ts compares each update on all
    it(`${name} finds the bottom of Rosenbrock's valley`, async () => {
      const p = new Parameter([-1.2, 1]);
      const loss = (): Tensor => {
        const [x, y] = [p.select(0, 0), p.select(0, 1)];
        return x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
      };
      runSteps(make(p, valley[0]), loss, valley[1]);
      const [x, y] = await p.data();
      expect(Math.hypot(x! - 1, y! - 1)).toBeLessThan(0.1);
    });
  }
});
