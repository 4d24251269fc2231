import { currentBackend, useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { freeConstants, manualSeed } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { writePixels } from '../../pictures/written-pixels.js';
import { type AutoencoderSettings, autoencoderSchema, firstImage } from './settings.js';
import { type AutoencoderTrainer, createAutoencoderTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const base = autoencoderSchema.initial;
const epoch = 23; // batches

async function trained(settings: AutoencoderSettings, steps: number): Promise<AutoencoderTrainer> {
  manualSeed(1);
  const trainer = await createAutoencoderTrainer(settings);
  for (let step = 0; step < steps; step++) await trainer.step();
  return trainer;
}

it('returns two thirds of what tells digits apart through eight numbers, and less through two', async () => {
  const eight = await trained(base, 12 * epoch + 1);
  const { lost, error, examples, look, ranges, curves, epoch: seen } = await eight.snapshot();
  expect(lost).toBeLessThan(0.35);
  expect(seen).toBe(12);
  expect(examples.length).toBe(10);
  expect(look!.errors).toEqual({ seen: 0, output: expect.any(Number) });
  expect(look!.code.length).toBe(8);
  for (const [i, [low, high]] of ranges.entries()) {
    expect(look!.code[i]).toBeGreaterThanOrEqual(low);
    expect(look!.code[i]).toBeLessThanOrEqual(high);
  }
  expect(curves.y.test[0]).toBeGreaterThan(2 * error);
  expect(await eight.answers.decode(look!.code)).toEqual(look!.output);
  expect(writePixels(eight.answers.example(2))).toBe(firstImage);
  eight.dispose();
  const two = await trained({ ...base, codeSize: 2 }, 12 * epoch + 1);
  expect((await two.snapshot()).lost).toBeGreaterThan(1.5 * lost);
  two.dispose();
});

it('takes noise away, and goes on with another image or learning rate', async () => {
  const trainer = await trained({ ...base, noise: 0.4 }, 20 * epoch);
  const { look } = await trainer.snapshot();
  expect(look!.errors.output).toBeLessThan(0.35 * look!.errors.seen);
  expect(trainer.update({ ...base, noise: 0.4, image: '', learningRate: 0.01 })).toBe(true);
  expect((await trainer.snapshot()).look).toBeUndefined();
  expect(trainer.update(base)).toBe(false);
  trainer.dispose();
});

it('frees every tensor', async () => {
  const run = async (): Promise<void> => {
    const trainer = await trained({ ...base, noise: 0.2 }, 30);
    await trainer.snapshot();
    await trainer.answers.decode(new Float32Array(8));
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
