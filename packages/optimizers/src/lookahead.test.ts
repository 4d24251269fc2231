import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Parameter, scoped } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { Adam, type AnyOptimizer, Lookahead, SGD, StepLR } from './index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

function run(optimizer: AnyOptimizer, p: Parameter, steps: number): void {
  for (let i = 0; i < steps; i++) {
    scoped(() => {
      optimizer.zeroGrad();
      p.square().sum().backward();
      optimizer.step();
    });
  }
}

it('pulls the weights half way back every few steps', async () => {
  const p = new Parameter([1]);
  const optimizer = new Lookahead(new SGD([p], { learningRate: 0.25 }), { steps: 2 });
  run(optimizer, p, 1);
  expect(await p.item()).toBe(0.5);
  run(optimizer, p, 1);
  expect(await p.item()).toBe((1 + 0.25) / 2);
});

it('goes on exactly from a saved one, and keeps memory constant', async () => {
  const make = (p: Parameter): Lookahead => new Lookahead(new Adam([p], { learningRate: 0.1 }), { steps: 3 });
  const [p, q] = [new Parameter([1, 2]), new Parameter([1, 2])];
  run(make(p), p, 11);
  const before = make(q);
  run(before, q, 5);
  const after = make(q);
  after.loadStateDict(before.stateDict());
  run(after, q, 3);
  const memory = liveMemory();
  run(after, q, 3);
  expect(liveMemory()).toEqual(memory);
  expect(await q.data()).toEqual(await p.data());
});

it('takes schedules as its optimizer does', () => {
  const optimizer = new Lookahead(new SGD([new Parameter([1])], { learningRate: 1 }));
  const schedule = new StepLR(optimizer, 1, { gamma: 0.5 });
  schedule.step();
  expect([optimizer.learningRate, optimizer.optimizer.learningRate]).toEqual([0.5, 0.5]);
});

const sgd = (size = 1): SGD => new SGD([new Parameter(Array.from({ length: size }, () => 1))]);
const cases: [name: string, call: () => unknown, message: string][] = [
  [
    'no steps',
    () => new Lookahead(sgd(), { steps: 0 }),
    '[Lookahead] expected steps to be an integer of at least 1, got 0.',
  ],
  ['alpha 0', () => new Lookahead(sgd(), { alpha: 0 }), '[Lookahead] expected alpha in (0, 1], got 0.'],
  [
    'state of another optimizer',
    () => new Lookahead(sgd()).loadStateDict(sgd().stateDict()),
    '[Lookahead.loadStateDict] expected state of Lookahead, got SGD.',
  ],
  [
    'state of another optimizer inside',
    () => {
      const adam = new Adam([new Parameter([1])]);
      new Lookahead(sgd()).loadStateDict(new Lookahead(adam).stateDict());
    },
    '[SGD.loadStateDict] expected state of SGD, got Adam.',
  ],
  [
    'state of another shape',
    () => new Lookahead(sgd()).loadStateDict(new Lookahead(sgd(2)).stateDict()),
    '[Lookahead.loadStateDict] expected slow weights of shape [1], got [2] (position 0).',
  ],
];
for (const [name, call, message] of cases) it(name, () => expect(call).toThrow(message));
