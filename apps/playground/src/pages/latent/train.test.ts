import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { answerOf, judge } from './judge.js';
import { type LatentSettings, latentSchema, side, tiles } from './settings.js';
import { createLatentTrainer, type LatentSnapshot, type LatentTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

async function begun(changes: Partial<LatentSettings> = {}): Promise<LatentTrainer> {
  manualSeed(3);
  return createLatentTrainer({ ...latentSchema.initial, ...changes });
}

async function trained(changes: Partial<LatentSettings>, steps: number): Promise<LatentSnapshot> {
  const trainer = await begun(changes);
  for (let i = 0; i < steps; i++) trainer.step();
  const snapshot = await trainer.snapshot();
  trainer.dispose();
  return snapshot;
}

it('lays held-out digits out in a plane, most of them beside their like, and reaches the goal of the first step', async () => {
  const snapshot = await trained({}, 220);
  expect(judge('learn', snapshot, 0).kind).toBe('good');
  const { places, classes, map, spread, reach } = snapshot;
  expect(map.length).toBe(tiles ** 2 * side ** 2);
  expect(reach).toBe(3);
  expect(spread).toBeGreaterThan(0.8);
  const nearest = Array.from(classes.keys(), (i) => {
    const others = Array.from(classes.keys()).filter((other) => other !== i);
    const distance = (j: number): number =>
      Math.hypot(places[2 * i]! - places[2 * j]!, places[2 * i + 1]! - places[2 * j + 1]!);
    return classes[others.reduce((best, j) => (distance(j) < distance(best) ? j : best))]!;
  });
  const right = nearest.filter((digit, i) => digit === classes[i]).length / classes.length;
  expect(right).toBeGreaterThan(0.7);
});

it('lets the clouds drift apart without the divergence, and fall into the centre with too much of it', async () => {
  const free = await trained({ beta: 0 }, 120);
  const pressed = await trained({ beta: 64 }, 120);
  expect([answerOf('free', free), answerOf('pressed', pressed)]).toEqual([1, 1]);
  expect(pressed.parts.reconstruction).toBeGreaterThan(free.parts.reconstruction + 8);
});

it('looks at the place where one stands, and takes it and another beta over while it trains', async () => {
  const trainer = await begun();
  trainer.step();
  const before = await trainer.snapshot();
  const memory = liveMemory();
  expect(trainer.update({ ...latentSchema.initial, beta: 4, at: [-1, 2] })).toBe(true);
  const after = await trainer.snapshot();
  expect(liveMemory()).toEqual(memory);
  expect([after.beta, after.look.at, after.map]).toEqual([4, [-1, 2], before.map]);
  expect(after.look.drawn).not.toEqual(before.look.drawn);
  const { mean, std, parts } = after.look;
  const divergence = mean.reduce(
    (sum, m, i) => sum + (m ** 2 + std[i]! ** 2 - Math.log(std[i]! ** 2) - 1) / 2,
    0,
  );
  expect(parts.divergence).toBeCloseTo(divergence, 4);
  trainer.step();
  expect((await trainer.snapshot()).curves.x).toEqual([1, 2]);
  trainer.dispose();
});
