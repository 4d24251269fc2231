import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { curveIndex } from '../../charts/function-plot.js';
import { type ActivationsSettings, activationsSchema, functionNames, plotRange } from './settings.js';
import { createActivationsTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const snapshotOf = (changes: Partial<ActivationsSettings>) =>
  createActivationsTrainer({ ...activationsSchema.initial, ...changes }).snapshot();

const at = (x: number) => curveIndex(x, plotRange);

it.each([
  // values and derivatives of PyTorch 1.13 at −1.5 and 2
  ['identity', [-1.5, 1], [2, 1]],
  ['step', [0, 0], [1, 0]],
  ['sigmoid', [0.182426, 0.149146], [0.880797, 0.104994]],
  ['bipolarSigmoid', [-0.635149, 0.298293], [0.761594, 0.209987]],
  ['tanh', [-0.905148, 0.180707], [0.964028, 0.070651]],
  ['relu', [0, 0], [2, 1]],
  ['leakyRelu', [-0.375, 0.25], [2, 1]],
  ['prelu', [-0.375, 0.25], [2, 1]],
  ['elu', [-0.77687, 0.22313], [2, 1]],
  ['selu', [-1.365815, 0.392284], [2.101402, 1.050701]],
  ['gelu', [-0.100211, -0.127469], [1.9545, 1.085232]],
  ['silu', [-0.273639, -0.041294], [1.761594, 1.090784]],
  ['softplus', [0.201413, 0.182426], [2.126928, 0.880797]],
  ['softmax', [0.056613, 0.053408], [0.665241, 0.222695]],
] as const)('draws %s with its derivative', async (name, [low, lowDerivative], [high, highDerivative]) => {
  const { values, derivatives } = (await snapshotOf({})).curves[name];
  expect(values[at(-1.5)]).toBeCloseTo(low, 5);
  expect(derivatives[at(-1.5)]).toBeCloseTo(lowDerivative, 5);
  expect(values[at(2)]).toBeCloseTo(high, 5);
  expect(derivatives[at(2)]).toBeCloseTo(highDerivative, 5);
});

it('shows how much of the gradient arrives after ten layers', async () => {
  const { chains } = await snapshotOf({ x: 1 });
  expect(chains.sigmoid[0]!.gradient).toBeLessThan(1e-6);
  expect(chains.relu[0]!.gradient).toBe(1);
  expect(chains.step[0]!.gradient).toBe(0);
  expect((await snapshotOf({ x: -1 })).chains.relu[0]!.gradient).toBe(0);
  expect((await snapshotOf({ x: 1, w: 1.5 })).chains.relu[0]!.gradient).toBeCloseTo(1.5 ** 9, 3);
});

it('agrees with the chain rule, layer by layer', async () => {
  const w = 1.2;
  const { chains, curves } = await snapshotOf({ x: 1, w });
  for (const name of functionNames) {
    const chain = chains[name];
    expect(chain[0]!.h).toBeCloseTo(curves[name].values[at(1)]!, 6);
    const derivative = chain[0]!.gradient / (w * chain[1]!.gradient);
    if (chain[1]!.gradient !== 0) expect(derivative).toBeCloseTo(curves[name].derivatives[at(1)]!, 4);
    for (let i = 0; i + 1 < chain.length; i++) expect(chain[i + 1]!.z).toBeCloseTo(w * chain[i]!.h, 6);
  }
});

it('frees every tensor', async () => {
  const before = liveMemory().buffers;
  await snapshotOf({ fn: 'tanh' });
  expect(liveMemory().buffers).toBe(before);
});
