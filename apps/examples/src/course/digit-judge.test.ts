import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { DataLoader } from '@neurona/datasets';
import { manualSeed, rand, type Tensor } from '@neurona/tensor';
import { expect, it } from 'vitest';
import { digitJudge } from './digit-judge.js';
import { handwritten } from './handwritten.js';

it('reads real digits, and finds noise farther from them than they are from each other', async () => {
  await useBackend(wasm());
  manualSeed(1);
  const [train, test] = await handwritten('digits', 600, 10);
  const judge = await digitJudge(train, test, { epochs: 6 });
  expect(judge.testAccuracy).toBeGreaterThan(0.85);

  const { value } = await new DataLoader(train, { batchSize: 200 })[Symbol.asyncIterator]().next();
  const [images, labels] = value as [Tensor, Tensor];
  const classes = Array.from(await labels.data(), Number);
  expect(await judge.recognised(images, classes)).toBeGreaterThan(0.9);
  const shifted = classes.map((label) => (label + 1) % 10);
  expect(await judge.recognised(images, shifted)).toBeLessThan(0.1);
  const [toReal, toNoise] = [await judge.distance(images), await judge.distance(rand(images.shape))];
  expect(toReal).toBeLessThan(0.2 * toNoise);
  judge.dispose();
});
