import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { agrees, gradientsUntil, phaseCount } from './chain-rule.js';
import { isMisreading, type Plan, parse } from './parse.js';
import { createAutogradTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const snapshotOf = (e: string, v: Readonly<Record<string, number>>) =>
  createAutogradTrainer({ e, v }).snapshot();

/** The output, and the gradient of each variable. */
async function run(e: string, v: Readonly<Record<string, number>>): Promise<readonly number[]> {
  const plan = parse(e) as Plan;
  const { values, gradients } = await snapshotOf(e, v);
  const leaves = plan.variables.map((name) =>
    plan.nodes.findIndex((node) => node.kind === 'variable' && node.name === name),
  );
  return [values.at(-1)!, ...leaves.map((leaf) => gradients[leaf]!)].map((value) => Number(value.toFixed(4)));
}

it.each([
  ['x*y + 1', { x: 2, y: 3 }, [7, 3, 2]],
  ['x^3', { x: 5 }, [125, 75]],
  ['x*x + x', { x: 3 }, [12, 7]],
  ['detach(x) * x', { x: 3 }, [9, 3]],
  ['-x^2', { x: 3 }, [-9, -6]],
  ['(-x)^2', { x: 3 }, [9, 6]],
  ['x * -2 - -x', { x: 3 }, [-3, -1]],
  ['2^3^x', { x: 1 }, [8, 18.276]],
  ['x / y - sqrt(y)', { x: 1, y: 4 }, [-1.75, 0.25, -0.3125]],
  ['log(exp(x)) + sin(x)^2 + cos(x)^2', { x: 0.5 }, [1.5, 1]],
  ['max(x, y) * min(x, y) + relu(x)', { x: 2, y: -3 }, [-4, -2, 2]],
  ['(sigmoid(w*x + b) - y)^2', { w: -1, x: 2, b: 0.5, y: 1 }, [0.6684, -0.4878, 0.2439, -0.2439, 1.6351]],
] as const)('computes %s forward and backward', async (e, v, expected) => {
  const found = await run(e, v);
  expect(found).toEqual(expected);
});

it.each(['x*y + 1', 'x*x + x', 'detach(x) * x', 'tanh(x*y) / (1 + exp(-x)) - x + 2*3', 'max(x, y)^2'])(
  'agrees with the chain rule by hand: %s',
  async (e) => {
    const plan = parse(e) as Plan;
    const snapshot = await snapshotOf(e, { x: 0.7, y: -1.3 });
    expect(agrees(gradientsUntil(plan, snapshot, phaseCount(plan) - 1), snapshot)).toBe(true);
    expect(gradientsUntil(plan, snapshot, 0).every(Number.isNaN)).toBe(true);
  },
);

it.each([
  ['x +', 'syntax'],
  ['x y', 'syntax'],
  ['(x', 'syntax'],
  ['"x"', 'syntax'],
  ['sin(x, y)', 'syntax'],
  ['', 'syntax'],
  ['alert(1)', 'function'],
  ['constructor(x)', 'function'],
  ['x.y', 'syntax'],
  ['velocity * 2', 'function'],
  ['1 + 2', 'constant'],
  [Array.from({ length: 30 }, () => 'x').join('+'), 'large'],
  ['a+b+c+d+e+f', 'large'],
])('refuses %s', (e, reason) => {
  const found = parse(e);
  expect(isMisreading(found) && found.reason).toBe(reason);
});

it('frees every tensor', async () => {
  const before = liveMemory().buffers;
  await snapshotOf('(sigmoid(w*x + b) - y)^2', {});
  expect(liveMemory().buffers).toBe(before);
});
