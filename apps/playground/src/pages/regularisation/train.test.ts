import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { kindOf, lossesOf, shareNearZero } from './judge.js';
import { methodNames, type RegularisationSettings, regularisationSchema } from './settings.js';
import { createRegularisationTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

/** Trains for some epochs from the page's seed. */
async function train(epochs: number, changes: Partial<RegularisationSettings> = {}) {
  manualSeed(2);
  const trainer = createRegularisationTrainer({ ...regularisationSchema.initial, ...changes });
  for (let epoch = 0; epoch < epochs; epoch++) await trainer.step();
  const { networks } = await trainer.snapshot();
  trainer.dispose();
  return networks;
}

it('overfits without help, and less with each method', async () => {
  const [none, l2, l1, , noise, early] = await train(260);
  expect(kindOf(none!)).toBe('over');
  expect(lossesOf(none!).train).toBeLessThan(0.05);
  expect(lossesOf(none!).test).toBeGreaterThan(2 * lossesOf(none!).least);
  for (const helped of [l2!, l1!, noise!, early!])
    expect(lossesOf(helped).test).toBeLessThan(0.6 * lossesOf(none!).test);
  expect(shareNearZero(l1!)).toBeGreaterThan(0.9);
  expect(shareNearZero(none!)).toBeLessThan(0.1);
  expect(early!.keptFrom).toBeGreaterThan(0);
});

it('underfits where all is too strong', async () => {
  const kinds = (await train(60, { strength: 30 })).map(kindOf);
  expect(kinds.filter((kind) => kind === 'under').length).toBeGreaterThanOrEqual(2);
});

it('begins with the same weights in each network, whatever its method', async () => {
  const [first, ...others] = await train(0, { methods: methodNames.slice(4) });
  for (const { weights } of others) expect(weights).toEqual(first!.weights);
});

it('changes the strength while it trains, other settings from the start', () => {
  const { initial } = regularisationSchema;
  const trainer = createRegularisationTrainer(initial);
  expect(trainer.update({ ...initial, strength: 3 })).toBe(true);
  expect(trainer.update({ ...initial, points: 80 })).toBe(false);
  trainer.dispose();
});

it('frees every tensor', async () => {
  const before = liveMemory().buffers;
  await train(50, { methods: methodNames.slice(4), strength: 10 });
  expect(liveMemory().buffers).toBe(before);
});
