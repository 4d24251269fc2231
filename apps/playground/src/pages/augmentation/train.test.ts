import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { hostArray } from '@neurona/datasets';
import { Generator } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { augmentationSchema } from './settings.js';
import { createRun, type DrawsInput, drawCount } from './train.js';
import { pipelineOf, transformNames, usualStep } from './transforms.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const { initial } = augmentationSchema;
const asked: DrawsInput = {
  source: 'scene',
  own: undefined,
  pipeline: initial.pipeline,
  mix: 'none',
  seed: 1,
};

it('draws twelve pictures of one, the same for the same seed', async () => {
  const run = await createRun(initial);
  const [first, same, other] = await Promise.all(
    [1, 1, 2].map((seed) => run.answers.draws({ ...asked, seed })),
  );
  expect(first!.after).toHaveLength(drawCount);
  expect(same!.after).toEqual(first!.after);
  expect(other!.after).not.toEqual(first!.after);
  expect(new Set(first!.after.map((bytes) => bytes.join())).size).toBe(drawCount);
  run.dispose();
});

it.each(['mixup', 'cutmix'] as const)('shares the label as it mixes the pictures: %s', async (mix) => {
  const run = await createRun(initial);
  const { after, before, shares, other } = await run.answers.draws({ ...asked, mix, pipeline: [] });
  const second = (await run.answers.draws({ ...asked, source: other!, pipeline: [] })).before;
  const [bytes, share] = [after[0]!, shares[0]!];
  const places = Array.from(bytes.keys());
  if (mix === 'mixup')
    for (const i of places) expect(Math.abs(bytes[i]! - share * before[i]! - (1 - share) * second[i]!)).toBeLessThan(2); // biome-ignore format: one line
  else expect(places.every((i) => bytes[i] === before[i] || bytes[i] === second[i])).toBe(true);
  run.dispose();
});

it.each(transformNames)('applies %s to digits and to pictures', (name) => {
  for (const [side, channels] of [
    [8, 1],
    [24, 3],
  ] as const) {
    const image = hostArray(new Float32Array(side * side * channels).fill(0.5), [side, side, channels]);
    const { shape, values } = pipelineOf([usualStep(name)], side)(image, new Generator(1));
    expect(shape).toEqual([side, side, channels]);
    expect(values.every(Number.isFinite)).toBe(true);
  }
});

it('frees every tensor', async () => {
  const before = liveMemory().buffers;
  const run = await createRun(initial);
  for (let step = 0; step < 3; step++) await run.step();
  await run.answers.draws({ ...asked, mix: 'cutmix' });
  run.dispose();
  await new Promise((resolve) => setTimeout(resolve)); // the loader lets go of its last batch
  expect(liveMemory().buffers).toBe(before);
});
