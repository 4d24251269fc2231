import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { answerOf, judge } from './judge.js';
import { classes, type GanDigitsSettings, ganDigitsSchema, rows, side } from './settings.js';
import { createGanDigitsTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

async function begun(changes: Partial<GanDigitsSettings> = {}) {
  manualSeed(1);
  return createGanDigitsTrainer({ ...ganDigitsSchema.initial, ...changes });
}

async function trained(changes: Partial<GanDigitsSettings>, steps: number) {
  const trainer = await begun(changes);
  for (let i = 0; i < steps; i++) await trainer.step();
  const snapshot = await trainer.snapshot();
  trainer.dispose();
  return snapshot;
}

it('draws digits that a judge reads as asked, as far from those learned from as real ones are', async () => {
  const snapshot = await trained({}, 400);
  expect(snapshot.judged).toBeGreaterThan(0.93);
  expect(judge('learn', snapshot).kind).toBe('good');
  expect(answerOf('copies', snapshot)).toBe(1);
  expect(snapshot.variety).toBeGreaterThan(0.4);
  expect(snapshot.curves.x.at(-1)).toBe(400);
});

it('draws nearly the same digits again without the penalty, and the judge reads them all', async () => {
  const snapshot = await trained({ r1: 0 }, 320);
  expect(answerOf('penalty', snapshot)).toBe(1);
  expect(answerOf('copies', snapshot)).toBeUndefined(); // another penalty was asked for
});

it('draws from other noise, looks into another digit and takes settings over, with memory constant', async () => {
  const trainer = await begun();
  await trainer.step();
  const before = await trainer.snapshot();
  const memory = liveMemory();
  const other = { ...ganDigitsSchema.initial, learningRate: 0.001, hand: 2, walks: true, chosen: 17 };
  expect(trainer.update({ ...other, r1: 1 })).toBe(false); // the curves tell of one penalty
  expect(trainer.update(other)).toBe(true);
  const after = await trainer.snapshot();
  expect(liveMemory()).toEqual(memory);
  const [real, made] = [before, after].map(({ sheet }) => sheet.subarray(0, classes * side ** 2));
  expect(made).toEqual(real);
  expect(after.sheet).not.toEqual(before.sheet);
  expect(after.sheet.length).toBe((1 + rows) * classes * side ** 2);
  expect(after.look.probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  const own = after.sheet.subarray((classes + 17) * side ** 2, (classes + 18) * side ** 2);
  const squares = own.reduce((sum, value, i) => sum + (value - after.look.nearest[i]!) ** 2, 0);
  expect(after.look.distance).toBeCloseTo(Math.sqrt(squares / side ** 2), 4);
  await trainer.step();
  expect((await trainer.snapshot()).step).toBe(2);
  trainer.dispose();
});

it('frees every tensor', async () => {
  const before = liveMemory();
  await trained({}, 2);
  expect(liveMemory()).toEqual(before);
});
