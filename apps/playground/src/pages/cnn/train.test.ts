import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { type CnnSettings, cnnSchema, methodNames } from './settings.js';
import { createCnnTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

async function snapshotOf(changes: Partial<CnnSettings> = {}) {
  const trainer = await createCnnTrainer({ ...cnnSchema.initial, ...changes });
  const snapshot = await trainer.snapshot();
  trainer.dispose();
  return snapshot;
}

it('reads the first digit as a 2, and shows its kernels and maps', async () => {
  const { probabilities, first, second, kernels } = await snapshotOf();
  expect(probabilities[2]).toBeGreaterThan(0.9);
  expect([kernels.length, kernels[0]!.length]).toEqual([16, 9]);
  expect([first.values.length, first.values[0]!.length]).toEqual([16, 64]);
  expect([second.values.length, second.values[0]!.length]).toEqual([32, 16]);
});

it.each(methodNames)('says what counts: %s', async (method) => {
  const { heat, explained } = await snapshotOf({ method });
  expect(explained).toBe(2);
  expect(heat).toHaveLength(64);
  expect(Math.min(...heat)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...heat)).toBeGreaterThan(0);
});

it('changes its mind where what counts is covered, and explains any class', async () => {
  const { heat } = await snapshotOf({ method: 'occlusion' });
  const order = Array.from(heat.keys()).sort((a, b) => heat[b]! - heat[a]!);
  const { probabilities, uncovered } = await snapshotOf({ cover: order.slice(0, 12) });
  expect(uncovered[2]).toBeGreaterThan(0.9);
  expect(probabilities[2]).toBeLessThan(uncovered[2]! - 0.2);
  expect((await snapshotOf({ of: 8 })).explained).toBe(8);
});

it('frees every tensor', async () => {
  const before = liveMemory().buffers;
  for (const method of methodNames) await snapshotOf({ method });
  expect(liveMemory().buffers).toBe(before);
});
