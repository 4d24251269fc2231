import { ArgumentError } from '@neurona/backend';
import { Generator, Parameter, randn, scoped, type Tensor, tensor, zeros } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { StepLR } from '../schedules/step-lr.js';
import { LBFGS, type LBFGSOptions } from './lbfgs.js';

/** Rosenbrock's valley: (1 - x)² + 100 (y - x²)². */
function valley(options: LBFGSOptions): { p: Parameter; optimizer: LBFGS; closure: () => Tensor } {
  const p = new Parameter(tensor([-1.2, 1]));
  const optimizer = new LBFGS([p], options);
  const closure = (): Tensor => {
    optimizer.zeroGrad();
    const [x, y] = [p.select(0, 0), p.select(0, 1)];
    const loss = x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
    loss.backward();
    return loss;
  };
  return { p, optimizer, closure };
}

forEachBackend(() => {
  it('finds the minimum of Rosenbrock with a line search', async () => {
    const { p, optimizer, closure } = valley({ lineSearchFn: 'strongWolfe', maxIter: 60 });
    expect(await optimizer.step(closure)).toBeCloseTo(24.2, 4); // the loss at the start
    const [x, y] = await p.data();
    expect(x).toBeCloseTo(1, 3);
    expect(y).toBeCloseTo(1, 3);
  });

  it('solves a quadratic in as many moves as it has variables, about', async () => {
    const scales = tensor([1, 10, 100]);
    const p = new Parameter(tensor([3, -2, 1]));
    const optimizer = new LBFGS([p], { lineSearchFn: 'strongWolfe' });
    await optimizer.step(() => {
      optimizer.zeroGrad();
      const loss = p.square().mul(scales).sum();
      loss.backward();
      return loss;
    });
    expect(optimizer.stateDict().steps[0]).toBeLessThanOrEqual(15);
    for (const value of await p.data()) expect(Math.abs(value)).toBeLessThan(1e-4);
  });

  it('goes on bit for bit from a saved state', async () => {
    const options: LBFGSOptions = { lineSearchFn: 'strongWolfe', maxIter: 4, historySize: 3 };
    const whole = valley(options);
    for (let i = 0; i < 4; i++) await whole.optimizer.step(whole.closure);
    const first = valley(options);
    for (let i = 0; i < 2; i++) await first.optimizer.step(first.closure);
    const next = valley(options);
    next.p.assign(first.p);
    const saved = first.optimizer.stateDict();
    next.optimizer.loadStateDict({ ...saved, numbers: JSON.parse(JSON.stringify(saved.numbers)) });
    first.optimizer.dispose();
    for (let i = 0; i < 2; i++) await next.optimizer.step(next.closure);
    expect(await next.p.data()).toEqual(await whole.p.data());
    expect(next.optimizer.stateDict().steps).toEqual(whole.optimizer.stateDict().steps);
  });

  it('keeps the same memory from step to step once the history is full, and none after dispose', async () => {
    const rng = new Generator(3);
    const target = randn([12], { rng });
    const before = liveMemory();
    const p = scoped(() => new Parameter(zeros([12])));
    const optimizer = new LBFGS([p], { learningRate: 0.1, maxIter: 2, historySize: 2 });
    const closure = (): Tensor => {
      optimizer.zeroGrad();
      const loss = p.sub(target).square().square().sum();
      loss.backward();
      return loss;
    };
    for (let i = 0; i < 3; i++) await optimizer.step(closure);
    const full = liveMemory();
    for (let i = 0; i < 3; i++) {
      await optimizer.step(closure);
      expect(liveMemory()).toEqual(full);
    }
    optimizer.groups[0].settings = { ...optimizer.groups[0].settings, lineSearchFn: 'strongWolfe' };
    await optimizer.step(closure);
    expect(liveMemory()).toEqual(full);
    optimizer.zeroGrad();
    optimizer.dispose();
    p.dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('leaves parameters where they were, and nothing else, when the closure fails', async () => {
    const { p, optimizer, closure } = valley({ lineSearchFn: 'strongWolfe' });
    await optimizer.step(closure);
    const [values, memory] = [await p.data(), liveMemory()];
    let calls = 0;
    const failing = (): Tensor => {
      if (++calls === 2) throw new Error('no data');
      return closure();
    };
    p.assign(tensor([-1.2, 1]));
    await expect(optimizer.step(failing)).rejects.toThrow('no data');
    expect(Array.from(await p.data())).toEqual(Array.from(Float32Array.of(-1.2, 1)));
    expect(liveMemory().bytes).toBeLessThanOrEqual(memory.bytes + 3 * 2 * 4); // what it learned about the curvature
    expect(values).toHaveLength(2);
    expect(await optimizer.step(closure)).toBeCloseTo(24.2, 4);
  });
});

describe('wrong calls', () => {
  forEachBackend((name) => {
    if (name !== 'cpu') return;
    const p = (): Parameter => new Parameter(tensor([1, 2]));

    it('refuses settings out of range, groups, and unknown options', () => {
      const make = (options: object) => () => new LBFGS([p()], options);
      expect(make({ learningRate: -1 })).toThrow('[LBFGS] expected learningRate ≥ 0, got -1.');
      expect(make({ maxIter: 0 })).toThrow('[LBFGS] expected maxIter to be an integer of at least 1, got 0.');
      expect(make({ maxEval: 1.5 })).toThrow('expected maxEval to be an integer of at least 1, got 1.5.');
      expect(make({ historySize: 0 })).toThrow('expected historySize to be an integer of at least 1, got 0.');
      expect(make({ lineSearchFn: 'armijo' })).toThrow(
        "[LBFGS] expected lineSearchFn to be 'strongWolfe' or undefined, got armijo.",
      );
      expect(make({ lr: 1 })).toThrow('lr is called learningRate here.');
      expect(() => new LBFGS([{ params: [p()] }, { params: [p()] }])).toThrow(
        '[LBFGS] expected parameters, or one group of them, got 2 groups. It sees all parameters as one vector, with the same settings.',
      );
      const twice = p();
      expect(() => new LBFGS([twice, twice])).toThrow('expected each parameter once');
    });

    it('refuses a step without a closure, of a closure without gradients, and during another', async () => {
      const param = p();
      const optimizer = new LBFGS([param]);
      await expect((optimizer.step as () => Promise<number>)()).rejects.toThrow(
        '[LBFGS.step] expected a function that evaluates the loss, got undefined.',
      );
      await expect(optimizer.step(() => param.sum())).rejects.toThrow(
        '[LBFGS.step] expected gradients after the closure, got none. Call loss.backward() in it.',
      );
      await expect(optimizer.step(() => param.square())).rejects.toThrow(
        '[LBFGS.step] expected a closure that returns the loss, a tensor of one number, got a tensor of shape [2].',
      );
      await expect(optimizer.step(() => 3 as never)).rejects.toThrow(ArgumentError);
      const closure = (): Tensor => {
        optimizer.zeroGrad();
        const loss = param.square().sum();
        loss.backward();
        return loss;
      };
      const running = optimizer.step(closure);
      await expect(optimizer.step(closure)).rejects.toThrow('Write await optimizer.step(closure).');
      await running;
    });

    it('loads nothing of another optimizer or of other parameters', () => {
      const optimizer = new LBFGS([p()]);
      const saved = optimizer.stateDict();
      expect(() => optimizer.loadStateDict({ ...saved, name: 'Adam' })).toThrow(
        '[LBFGS.loadStateDict] expected state of LBFGS, got Adam.',
      );
      expect(() => new LBFGS([p(), p()]).loadStateDict(saved)).toThrow(
        '[LBFGS.loadStateDict] expected state of 2 parameters, got 1.',
      );
      expect(() => optimizer.loadStateDict({ ...saved, tensors: { direction: tensor([1]) } })).toThrow(
        '[LBFGS.loadStateDict] expected vectors of 2 numbers, got [1] (direction).',
      );
      const numbers = { ...saved.numbers, weights: [1] };
      expect(() => optimizer.loadStateDict({ ...saved, numbers })).toThrow(
        'expected a vector change.0, got none.',
      );
    });

    it('follows schedules', () => {
      const optimizer = new LBFGS([p()], { learningRate: 1 });
      const schedule = new StepLR(optimizer, 1, { gamma: 0.5 });
      schedule.step();
      expect(optimizer.learningRate).toBe(0.5);
    });
  });
});
