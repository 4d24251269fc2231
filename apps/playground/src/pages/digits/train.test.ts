import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { writePixels } from '../../pictures/written-pixels.js';
import { type DigitsSettings, digitsSchema, firstExample } from './settings.js';
import { createDigitsTrainer, type DigitsTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const base: DigitsSettings = { ...digitsSchema.initial, begin: 'scratch' };

async function trained(settings: DigitsSettings, steps: number, seed = 3): Promise<DigitsTrainer> {
  manualSeed(seed);
  const trainer = await createDigitsTrainer(settings);
  for (let step = 0; step < steps; step++) await trainer.step();
  return trainer;
}

it('reaches nine of ten held-out digits within four epochs', async () => {
  const trainer = await trained(base, 4 * 23 + 1);
  const { tested, curves, filters, epoch } = await trainer.snapshot();
  const { accuracy: testAccuracy, confusion, mistakes } = tested;
  trainer.dispose();
  expect(testAccuracy).toBeGreaterThan(0.9);
  expect(epoch).toBe(4);
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(360);
  expect(confusion.reduce((sum, row, i) => sum + row[i]!, 0) / 360).toBeCloseTo(testAccuracy, 6);
  expect(curves.y.testLoss.at(-1)).toBeLessThan(curves.y.testLoss[0]!);
  expect(filters.values.length).toBe(16);
  expect(mistakes.length).toBe(Math.round(360 * (1 - testAccuracy)));
  expect(mistakes.every(({ predicted, actual }) => predicted !== actual)).toBe(true);
});

it('comes with weights that read 98 of 100 held-out digits, and the digit that the page begins with', async () => {
  const trainer = await trained(digitsSchema.initial, 0);
  const { tested, look } = await trainer.snapshot();
  const { accuracy: testAccuracy, mistakes } = tested;
  expect(testAccuracy).toBeGreaterThan(0.98);
  expect(mistakes.length).toBeGreaterThan(2); // there is something to show
  expect(mistakes.length).toBeLessThan(20); // what the page's step lets one predict
  expect(look!.image).toBe(firstExample.image);
  expect(largest(look!.probabilities)).toBe(firstExample.actual);
  const { pixels, actual } = trainer.answers.example(2);
  expect([writePixels(pixels), actual]).toEqual([firstExample.image, firstExample.actual]);
  trainer.dispose();
});

it('answers for one image: probabilities that sum to 1, and the maps of every layer', async () => {
  const trainer = await trained(digitsSchema.initial, 0);
  const { probabilities, maps } = (await trainer.snapshot()).look!;
  expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  const sizes = Object.entries(maps).map(([name, { size, values }]) => [name, size, values.length]);
  expect(sizes).toEqual([['first', 8, 16], ['second', 4, 32], ['hidden', 1, 64], ['output', 1, 10]]); // biome-ignore format: one line
  expect(trainer.update({ ...digitsSchema.initial, image: '' })).toBe(true);
  expect((await trainer.snapshot()).look).toBeUndefined();
  expect(await trainer.answers.inside({ layer: 'first', channel: 0, x: 0, y: 0 })).toBeUndefined();
  trainer.dispose();
});

it.each([
  { layer: 'first', channel: 5, x: 3, y: 4 },
  { layer: 'first', channel: 2, x: 0, y: 7 }, // at the border, where zeros enter
  { layer: 'second', channel: 30, x: 1, y: 2 },
  { layer: 'hidden', channel: 17, x: 0, y: 0 },
  { layer: 'output', channel: 2, x: 0, y: 0 },
] as const)('shows how a unit comes about: $layer, $channel', async (unit) => {
  const trainer = await trained(digitsSchema.initial, 0);
  const { maps } = (await trainer.snapshot()).look!;
  const { inputs, weights, bias } = (await trainer.answers.inside(unit))!;
  const sum = inputs.reduce((total, value, i) => total + value * weights[i]!, bias);
  const { size, values } = maps[unit.layer];
  const shown = values[unit.channel]![unit.y * size + unit.x]!;
  expect(unit.layer === 'output' ? sum : Math.max(sum, 0)).toBeCloseTo(shown, 4);
  trainer.dispose();
});

it('goes backward: the loss, probability minus target at the output, and pixels that change the loss as they say', async () => {
  const trainer = await trained(digitsSchema.initial, 0);
  const { probabilities } = (await trainer.snapshot()).look!;
  const { loss, maps, image } = (await trainer.answers.backward(7))!;
  expect(loss).toBeCloseTo(-Math.log(probabilities[7]!), 4);
  const atOutput = maps.output.values.map(([value]) => value!);
  for (const [digit, value] of atOutput.entries())
    expect(value).toBeCloseTo(probabilities[digit]! - Number(digit === 7), 5);
  const pixel = 18; // ink there: written one sixteenth lighter
  const lighter = `${firstExample.image.slice(0, pixel)}${'0123456789abcdefg'['0123456789abcdefg'.indexOf(firstExample.image[pixel]!) - 1]}${firstExample.image.slice(pixel + 1)}`; // biome-ignore format: one line
  trainer.update({ ...digitsSchema.initial, image: lighter });
  const after = (await trainer.answers.backward(7))!.loss;
  expect(Math.sign(after - loss)).toBe(-Math.sign(image[pixel]!));
  trainer.dispose();
});

const largest = (values: ArrayLike<number>): number => {
  const all = Array.from(values);
  return all.indexOf(Math.max(...all));
};

it('gives its weights to another network, and refuses files of something else', async () => {
  const teacher = await trained(base, 45);
  const bytes = await teacher.answers.save();
  const testAccuracy = (await teacher.snapshot()).tested.accuracy;
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
  expect((await trainer.snapshot()).tested.accuracy).toBeGreaterThan(0.85);
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
    await trainer.answers.inside({ layer: 'second', channel: 0, x: 0, y: 0 });
    await trainer.answers.backward(3);
    await trainer.snapshot();
    trainer.dispose();
    await new Promise((resolve) => setTimeout(resolve)); // the loader lets go of its last batch
  };
  await run();
  const before = liveMemory().buffers;
  await run();
  expect(liveMemory().buffers).toBe(before);
});
