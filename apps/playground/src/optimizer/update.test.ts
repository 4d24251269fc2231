import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Parameter, scoped } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { makeOptimizer } from './make-optimizer.js';
import type { ShownOptimizer } from './names.js';
import { updateOf, type Vector, writeVector } from './update.js';

beforeAll(async () => {
  await useBackend(cpu());
});

it.each([
  ['sgd', 0.1],
  ['momentum', 0.05],
  ['nesterov', 0.05],
  ['rmsprop', 0.1],
  ['adadelta', 10],
  ['adam', 0.2],
] as const)('shows for each step of %s where the optimizer goes', async (name, learningRate) => {
  const params = new Parameter([-3.5, 2]);
  const optimizer = makeOptimizer(name, [params], { learningRate, momentum: 0.8, alpha: 0.9 });
  const gradients: Vector[] = [];
  for (let step = 0; step < 6; step++) {
    const place = Array.from(await params.data());
    scoped(() => {
      optimizer.zeroGrad();
      params.square().mul([0.05, 2]).sum().backward(); // x² / 20 + 2 y²
    });
    gradients.push(Array.from(await params.grad!.data()));
    optimizer.step();
    const lines = updateOf(name, { place, gradients, learningRate, momentum: 0.8, alpha: 0.9 });
    const next = Array.from(await params.data());
    expect(lines.at(-1)!.value).toEqual(next.map((value) => expect.closeTo(value, 4)));
  }
  optimizer.zeroGrad();
  optimizer.dispose();
  params.dispose();
});

it('writes each line with the numbers of now', () => {
  const input = { place: [2, -1], learningRate: 0.1, gradients: [[1, 0] as Vector, [0.5, -4] as Vector] };
  const read = (name: ShownOptimizer) =>
    updateOf(name, input).map(({ symbols, numbers, value }) =>
      `${symbols}: ${numbers} = ${writeVector(value)}`.replaceAll('\u00a0', ' '),
    );
  expect(read('momentum')).toEqual([
    'g = ∇L(w): ∇L(2.00; −1.00) = (0.50; −4.00)',
    'v ← β v + g: 0.9 · (1.00; 0) + (0.50; −4.00) = (1.40; −4.00)',
    'Δw = −η v: −0.1 · (1.40; −4.00) = (−0.14; 0.40)',
    'w ← w + Δw: (2.00; −1.00) + (−0.14; 0.40) = (1.86; −0.60)',
  ]);
  expect(updateOf('sgd', { place: [3], gradients: [[-3]], learningRate: 0.5 })[1]!.numbers).toBe(
    '−0.5 · (−3.00)',
  );
});
