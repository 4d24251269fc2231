import { Parameter, scoped } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { type AnyOptimizer, OneCycleLR, RMSprop, SGD } from './index.js';

/** Steps along given gradients; settings are changed before the step of their number. Returns the parameter after each step. */
async function walk(
  make: (params: Parameter[]) => AnyOptimizer,
  gradients: readonly number[],
  changes: Readonly<Record<number, object>>,
): Promise<number[]> {
  const p = new Parameter([1, 1]);
  const optimizer = make([p]);
  const values: number[] = [];
  for (const [i, gradient] of gradients.entries()) {
    for (const group of optimizer.groups) group.settings = { ...group.settings, ...changes[i + 1] };
    scoped(() => {
      optimizer.zeroGrad();
      p.mul(gradient).sum().backward();
      optimizer.step();
    });
    const [value, other] = await p.data();
    expect(other).toBe(value);
    values.push(value as number);
  }
  optimizer.dispose();
  return values;
}

const gradients = [1, 3, 1, 0.1];
// what changes before which step, and p after each step by PyTorch 1.13, with zeros where it lacks a state
const cases: [string, (params: Parameter[]) => AnyOptimizer, Record<number, object>, number[]][] = [
  [
    'momentum of SGD, from none',
    (p) => new SGD(p, { learningRate: 0.1 }),
    { 2: { momentum: 0.9 } },
    [0.9, 0.6, 0.23, -0.113],
  ],
  [
    'momentum of SGD, to none and back',
    (p) => new SGD(p, { learningRate: 0.1, momentum: 0.9 }),
    { 2: { momentum: 0 }, 3: { momentum: 0.5 } },
    [0.9, 0.6, 0.45, 0.365],
  ],
  [
    'momentum of RMSprop, from none',
    (p) => new RMSprop(p, { learningRate: 0.01 }),
    { 2: { momentum: 0.9 } },
    [0.9, 0.805084, 0.689357, 0.582159],
  ],
  [
    'momentum of RMSprop, to none and back',
    (p) => new RMSprop(p, { learningRate: 0.01, momentum: 0.9 }),
    { 2: { momentum: 0 }, 4: { momentum: 0.9 } },
    [0.9, 0.805084, 0.774781, 0.681737],
  ],
  [
    'centred RMSprop, from plain',
    (p) => new RMSprop(p, { learningRate: 0.01 }),
    { 2: { centered: true } },
    [0.9, 0.804654, 0.774129, 0.771062],
  ],
  [
    'centred RMSprop, to plain and back',
    (p) => new RMSprop(p, { learningRate: 0.01, centered: true }),
    { 2: { centered: false }, 4: { centered: true } },
    [0.899496, 0.80458, 0.774278, 0.771232],
  ],
];

forEachBackend(() => {
  for (const [name, make, changes, expected] of cases) {
    for (const fused of [true, false]) {
      it(`${name}, ${fused ? 'fused' : 'composed'}`, async () => {
        const values = await walk(make, gradients, { ...changes, 1: { fused, ...changes[1] } });
        for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
      });
    }
    it(`${name}, composed from the third step on`, async () => {
      const values = await walk(make, gradients, { ...changes, 3: { ...changes[3], fused: false } });
      for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
    });
  }

  it('OneCycleLR drives the momentum of an SGD that made steps without any', async () => {
    const p = new Parameter([1]);
    const optimizer = new SGD([p], { learningRate: 0.1 });
    const step = (gradient: number): void =>
      scoped(() => {
        optimizer.zeroGrad();
        p.mul(gradient).sum().backward();
        optimizer.step();
      });
    step(1);
    const schedule = new OneCycleLR(optimizer, 0.5, 4);
    const { momentum, learningRate } = optimizer.groups[0]!.settings;
    expect(momentum).toBe(0.95);
    expect(learningRate).toBeCloseTo(0.02, 12);
    step(1);
    schedule.step();
    const next = optimizer.groups[0]!.settings;
    step(1);
    const expected = 0.9 - 0.02 - next.learningRate * (1 + next.momentum);
    expect((await p.data())[0]).toBeCloseTo(expected, 5);
    optimizer.dispose();
  });
});
