import { currentBackend, useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { freeConstants, manualSeed } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { numbersOf } from './number-tokens.js';
import { isHeldOut, numbersSchema } from './settings.js';
import { createNumbersTrainer } from './train.js';

const { initial } = numbersSchema;

beforeAll(async () => {
  await useBackend(wasm());
});

it('learns names of numbers, and writes one with its attention', async () => {
  manualSeed(1);
  const trainer = createNumbersTrainer({ ...initial, digits: 3, shown: 481 }, 1);
  for (let step = 0; step < 110; step++) await trainer.step();
  const { heldOut, shown, aligned, curves, loss } = await trainer.snapshot();
  expect(heldOut).toBeGreaterThan(0.3);
  expect(loss).toBeLessThan(0.6);
  expect(aligned.share).toBeGreaterThan(0.5);
  expect(shown.right).toEqual(['cuatrocientos', 'ochenta', 'y', 'uno', '']);
  expect(shown.source).toEqual(['4', '8', '1']);
  const { cross, source, target } = shown.weights;
  const length = shown.written.length;
  expect(
    [cross, source, target].map((heads) => [heads.length, heads[0]!.length, heads[0]![0]!.length]),
  ).toEqual([
    [4, length, 3],
    [4, 3, 3],
    [4, length, length],
  ]);
  for (const row of cross.flat()) expect(row.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 4);
  for (const head of target) expect(head[0]!.slice(1).every((weight) => weight === 0)).toBe(true);
  expect(curves.y.heldOut.at(-1)).toBe(heldOut);
  expect(trainer.update({ ...initial, digits: 3, shown: 7 })).toBe(true);
  expect((await trainer.snapshot()).shown.right).toEqual(['siete', '']);
  expect(trainer.update({ ...initial, direction: 'digits' })).toBe(false);
  trainer.dispose();
});

it('keeps one number in five from the training', () => {
  const [train, test] = [numbersOf(4, false, 3000, 1), numbersOf(4, true, 200, 1)];
  const learned = new Set(train);
  expect(test.some((n) => learned.has(n))).toBe(false);
  expect([train.length, test.length]).toEqual([3000, 200]);
  expect(Array.from({ length: 100 }, (_, n) => isHeldOut(n)).some(Boolean)).toBe(false);
  const share =
    Array.from({ length: 9000 }, (_, i) => Number(isHeldOut(1000 + i))).reduce((a, b) => a + b) / 9000;
  expect(share).toBeGreaterThan(0.17);
  expect(share).toBeLessThan(0.23);
});

it('frees every tensor', async () => {
  freeConstants();
  const before = currentBackend().memory().buffers;
  const trainer = createNumbersTrainer({ ...initial, direction: 'digits' }, 1);
  for (let step = 0; step < 20; step++) await trainer.step();
  await trainer.snapshot();
  trainer.dispose();
  freeConstants();
  expect(currentBackend().memory().buffers).toBe(before);
});
