import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { initialSettings, initialSpeed, initialUnits, type NeuronSettings, usualRate } from './settings.js';
import { createNeuronTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const base: NeuronSettings = { data: 'ten', rule: 'perceptron', hidden: 0, learningRate: 0.1 };

/** Trains to the end, or for some epochs. */
async function train(settings: NeuronSettings, seed: number, epochs = 5000) {
  manualSeed(seed);
  const trainer = createNeuronTrainer(settings);
  let done = false;
  for (let epoch = 0; epoch < epochs && !done; epoch++) done = await trainer.step();
  const snapshot = await trainer.snapshot();
  trainer.dispose();
  return snapshot;
}

it('learns the ten points by the perceptron rule with the known errors and weights', async () => {
  manualSeed(1);
  const trainer = createNeuronTrainer(base);
  for (let epoch = 0; epoch < 5; epoch++) await trainer.step();
  const { curves, layers, outputs, wrong } = await trainer.snapshot();
  trainer.dispose();
  expect(curves.y.errors).toEqual([2, 1, 0, 0, 0]);
  expect(layers[0]!.bias[0]).toBeCloseTo(-0.1, 6);
  expect(layers[0]!.weight[0]![0]).toBeCloseTo(0.20653640140000007, 6);
  expect(layers[0]!.weight[1]![0]).toBeCloseTo(-0.23418117710000003, 6);
  expect(outputs).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  expect(wrong.every((isWrong) => !isWrong)).toBe(true);
});

it.each(['and', 'or', 'nand'] as const)('learns %s with one neuron, by either rule', async (data) => {
  for (const rule of ['perceptron', 'gradient'] as const) {
    const { wrong } = await train({ ...base, data, rule, learningRate: rule === 'gradient' ? 2 : 0.1 }, 1);
    expect(wrong).toEqual([false, false, false, false]);
  }
});

it('does not learn XOR with one neuron, and does with hidden units', async () => {
  const single = await train({ ...base, data: 'xor', rule: 'gradient', learningRate: 1 }, 1, 500);
  expect(single.wrong).toContain(true);
  for (const hidden of [2, 3, 4]) {
    const { wrong } = await train({ ...base, data: 'xor', rule: 'gradient', hidden, learningRate: 0.3 }, 2);
    expect(wrong).toEqual([false, false, false, false]);
  }
});

it('solves XOR with a hidden layer within ten seconds at the first speed, from every seed', async () => {
  const learningRate = usualRate.gradient;
  for (let seed = 1; seed <= 12; seed++) {
    const { wrong, curves } = await train(
      { ...initialSettings, data: 'xor', hidden: initialUnits, learningRate },
      seed,
    );
    expect(wrong).toEqual([false, false, false, false]);
    expect(curves.x.at(-1)!).toBeLessThanOrEqual(8 * initialSpeed);
  }
});

it('takes another learning rate over, and begins anew for other points', () => {
  const trainer = createNeuronTrainer(base);
  expect(trainer.update({ ...base, learningRate: 0.5 })).toBe(true);
  expect(trainer.update({ ...base, data: 'and' })).toBe(false);
  trainer.dispose();
});

it('overwrites weights and biases by hand', async () => {
  const trainer = createNeuronTrainer({ ...base, hidden: 2, rule: 'gradient' });
  const written = [
    {
      weight: [
        [0.5, 1],
        [1.5, -2],
      ],
      bias: [0.25, 0],
    },
    { weight: [[1], [2]], bias: [-0.75] },
  ];
  trainer.answers.setLayers(written);
  const { layers } = await trainer.snapshot();
  trainer.dispose();
  expect(layers).toEqual(written);
});

it('frees every tensor', async () => {
  const before = liveMemory().buffers;
  await train({ ...base, rule: 'gradient', hidden: 3 }, 1, 3);
  await train(base, 1, 3);
  expect(liveMemory().buffers).toBe(before);
});
