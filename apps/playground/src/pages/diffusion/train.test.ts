import { currentBackend, useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { freeConstants, manualSeed } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { diffusionSchema, drawnCount } from './settings.js';
import { targetPoints } from './targets.js';
import { createDiffusionTrainer } from './train.js';

const { initial } = diffusionSchema;

beforeAll(async () => {
  await useBackend(wasm());
});

it('draws points that come near to the spiral, out of noise that does not', async () => {
  manualSeed(1);
  const trainer = createDiffusionTrainer(initial, 1);
  for (let step = 0; step < 250; step++) await trainer.step();
  const { moments, goals, signals, distance, noiseDistance, off, curves, firstSpread } =
    await trainer.snapshot();
  expect([moments.length, goals.length, signals.length]).toEqual([17, 16, 17]);
  expect(moments.every((points) => points.length === 2 * drawnCount)).toBe(true);
  expect(signals.every((signal, i) => i === 0 || signal > signals[i - 1]!)).toBe(true);
  expect(noiseDistance).toBeGreaterThan(0.25);
  expect(distance).toBeLessThan(0.2);
  expect(off).toBeLessThan(0.2);
  expect(firstSpread).toBeLessThan(0.6);
  expect(curves.y).toEqual({ distance: [distance], off: [off] });
  trainer.update({ ...initial, count: 1 });
  expect((await trainer.snapshot()).distance).toBeGreaterThan(1.5 * distance);
  trainer.dispose();
});

it('goes on with the points that one draws, and waits where there are none', async () => {
  const settings = { ...initial, target: 'own', own: [] } as const;
  const trainer = createDiffusionTrainer(settings, 1);
  expect(await trainer.step()).toBe(false);
  expect((await trainer.snapshot()).distance).toBeNaN();
  expect(trainer.update({ ...settings, own: [{ x: 1, y: -1 }] })).toBe(true);
  await trainer.step();
  expect((await trainer.snapshot()).distance).toBeGreaterThan(0);
  expect(trainer.update(initial)).toBe(false);
  trainer.dispose();
});

it('has shapes of a size that fits noise', () => {
  for (const target of ['spiral', 'moons', 'rings'] as const) {
    const points = targetPoints({ target, own: [] });
    const mean = points.reduce((sum, value) => sum + value, 0) / points.length;
    const deviation = Math.sqrt(points.reduce((sum, value) => sum + (value - mean) ** 2, 0) / points.length);
    expect(Math.abs(mean), target).toBeLessThan(0.15);
    expect(deviation, target).toBeGreaterThan(0.7);
    expect(deviation, target).toBeLessThan(1.3);
  }
});

it('frees every tensor', async () => {
  freeConstants();
  const before = currentBackend().memory().buffers;
  const trainer = createDiffusionTrainer(initial, 1);
  await trainer.step();
  await trainer.snapshot();
  trainer.dispose();
  freeConstants();
  expect(currentBackend().memory().buffers).toBe(before);
});
