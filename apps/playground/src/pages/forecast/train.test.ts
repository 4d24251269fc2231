import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { ahead, levelAt, past, periodOf, windowLength } from '../../series/series.js';
import { type ForecastSettings, forecastSchema } from './settings.js';
import { createForecastTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

async function trained(changes: Partial<ForecastSettings>, steps: number) {
  manualSeed(1);
  const trainer = await createForecastTrainer({ ...forecastSchema.initial, ...changes });
  for (let i = 0; i < steps; i++) await trainer.step();
  const snapshot = await trainer.snapshot();
  trainer.dispose();
  return snapshot;
}

it('continues a noisy sine nearer than what was one period before', async () => {
  const { errors, period, bands } = await trained({ curve: 'sine' }, 120);
  expect(period).toBe(20);
  expect(errors.network).toBeLessThan(errors.naive);
  for (const [low, middle, high] of bands) expect([low! <= middle!, middle! <= high!]).toEqual([true, true]);
});

it('has a band that widens on a random walk', async () => {
  const { bands } = await trained({ curve: 'walk' }, 60);
  const width = (i: number) => bands[i]![2]! - bands[i]![0]!;
  expect(width(ahead - 1)).toBeGreaterThan(1.5 * width(0));
});

it('finds the period of a curve, and takes a drawn one over while it trains', async () => {
  const own = Array.from({ length: past }, (_, t) => levelAt(Math.sin((2 * Math.PI * t) / 17) + t / 100));
  expect(periodOf(own)).toBe(17);
  expect(periodOf(own.map(() => 1))).toBe(1);
  manualSeed(1);
  const settings = { ...forecastSchema.initial, curve: 'own', own } as const;
  const trainer = await createForecastTrainer(settings);
  await trainer.step();
  const before = liveMemory();
  expect(trainer.update({ ...settings, own: own.slice(0, 100) })).toBe(true);
  await trainer.step();
  const { past: seen, errors, bands } = await trainer.snapshot();
  expect(liveMemory()).toEqual(before);
  expect(seen[110]).toBe(seen[99]);
  expect(errors.network).toBeNaN();
  expect(bands.flat().every(Number.isFinite)).toBe(true);
  expect(trainer.update({ ...settings, curve: 'saw' })).toBe(false);
  trainer.dispose();
});

it('reads value by value, with the gradient that the forecast has by each of them', async () => {
  manualSeed(1);
  const own = Array.from({ length: past }, (_, t) => levelAt(Math.sin((2 * Math.PI * t) / 17)));
  const settings = { ...forecastSchema.initial, curve: 'own', own } as const;
  const trainer = await createForecastTrainer(settings);
  for (let i = 0; i < 20; i++) await trainer.step();
  const median = async () => (await trainer.snapshot()).bands[4]![1]!;
  const held = liveMemory();
  const { states, gradients } = await trainer.answers.reading(4);
  expect(liveMemory()).toEqual(held);
  expect([states.length, states[0]!.length, gradients.length]).toEqual([windowLength, 16, windowLength]);
  const medianAt = (level: number) => {
    trainer.update({ ...settings, own: own.with(-5, level) });
    return median();
  };
  const [less, more] = [await medianAt(own.at(-5)! - 1), await medianAt(own.at(-5)! + 1)];
  const moved = 2 / 25; // levels of the sheet, in values
  expect((more - less) / moved).toBeCloseTo(gradients.at(-5)!, 2);
  trainer.dispose();
});
