import { currentBackend, useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { freeConstants, manualSeed } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { createDigitsTrainer, type DigitsSettings, type DigitsTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const base: DigitsSettings = { optimizer: 'adam', learningRate: 0.002, batchSize: 64, dropout: 0.25 };

async function trained(settings: DigitsSettings, steps: number, seed = 3): Promise<DigitsTrainer> {
  manualSeed(seed);
  const trainer = await createDigitsTrainer(settings);
  for (let step = 0; step < steps; step++) await trainer.step();
  return trainer;
}

it('reaches nine of ten held-out digits within four epochs', async () => {
  const trainer = await trained(base, 4 * 23 + 1);
  const { testAccuracy, confusion, answers, curves, filters, epoch } = await trainer.snapshot();
  trainer.dispose();
  expect(testAccuracy).toBeGreaterThan(0.9);
  expect(epoch).toBe(4);
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(360);
  expect(confusion.reduce((sum, row, i) => sum + row[i]!, 0) / 360).toBeCloseTo(testAccuracy, 6);
  expect(curves.y.testLoss.at(-1)).toBeLessThan(curves.y.testLoss[0]!);
  expect(filters.values.length).toBe(16);
  expect(answers[0]!.predicted).not.toBe(answers[0]!.actual); // mistakes come first
});

it('answers for one image: probabilities and what each filter finds', async () => {
  const trainer = await trained(base, 120);
  const [first] = (await trainer.snapshot()).answers.filter(({ actual, predicted }) => actual === predicted);
  const look = (await trainer.answers.look(first!.pixels))!;
  expect(look.probabilities.indexOf(Math.max(...look.probabilities))).toBe(first!.actual);
  expect(look.probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  expect([look.first.size, look.first.values.length, look.second.size, look.second.values.length]).toEqual([
    8, 16, 4, 32,
  ]);
  expect((await trainer.snapshot()).look).toEqual(look);
  expect(await trainer.answers.look(undefined)).toBeUndefined();
  trainer.dispose();
});

it('gives its weights to another network, and refuses files of something else', async () => {
  const teacher = await trained(base, 45);
  const bytes = await teacher.answers.save();
  const { testAccuracy } = await teacher.snapshot();
  const pupil = await trained(base, 0, 9);
  expect(await pupil.answers.load(bytes)).toBe(testAccuracy);
  const before = (await pupil.snapshot()).filters;
  await expect(pupil.answers.load(new Uint8Array([1, 2, 3]))).rejects.toThrow(/expected/);
  await expect(pupil.answers.load(bytes.subarray(0, bytes.length - 4))).rejects.toThrow(/expected/);
  expect((await pupil.snapshot()).filters).toEqual(before);
  teacher.dispose();
  pupil.dispose();
});

it.each(['momentum', 'sgd', 'adadelta'] as const)('learns with %s too', async (optimizer) => {
  const epochs = optimizer === 'sgd' ? 18 : 6; // without momentum it takes three times as long
  const learningRate = { momentum: 0.05, sgd: 0.2, adadelta: 1 }[optimizer];
  const trainer = await trained({ ...base, optimizer, learningRate }, epochs * 23);
  expect((await trainer.snapshot()).testAccuracy).toBeGreaterThan(0.85);
  trainer.dispose();
});

it('takes another learning rate over, and begins anew for another optimizer', async () => {
  const trainer = await trained(base, 0);
  expect(trainer.update({ ...base, learningRate: 0.01 })).toBe(true);
  expect(trainer.update({ ...base, optimizer: 'sgd' })).toBe(false);
  trainer.dispose();
});

it('frees every tensor', async () => {
  const run = async (): Promise<void> => {
    const trainer = await trained(base, 30);
    await trainer.answers.look(new Float32Array(64));
    await trainer.snapshot();
    trainer.dispose();
    await new Promise((resolve) => setTimeout(resolve)); // the loader lets go of its last batch
  };
  await run();
  freeConstants();
  const before = currentBackend().memory().buffers;
  await run();
  freeConstants();
  expect(currentBackend().memory().buffers).toBe(before);
});
