import { currentBackend, useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Conv2d, crossEntropy, Flatten, Linear, MaxPool2d, ReLU, Sequential } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { manualSeed } from '@neurona/tensor';
import { afterEach, expect, it, vi } from 'vitest';
import { accuracy, fit, type History } from '../index.js';

afterEach(() => vi.unstubAllGlobals());

/** Trains on images of a moving bar; returns the numbers and the weights. */
async function train(): Promise<{ readonly epochs: History['epochs']; readonly weights: unknown }> {
  manualSeed(5);
  const count = 96;
  const pixels = Float32Array.from({ length: count * 64 }, (_, i) => {
    const [image, column] = [Math.floor(i / 64), i % 8];
    return column === image % 4 ? 1 : Math.sin(i) / 10;
  });
  const data = new ArrayDataset([
    hostArray(pixels, [count, 8, 8, 1]),
    hostArray(Int32Array.from({ length: count }, (_, i) => i % 4)),
  ]);
  const model = new Sequential(
    new Conv2d(1, 8, 3, { padding: 'same' }),
    new ReLU(),
    new MaxPool2d(2),
    new Flatten(),
    new Linear(4 * 4 * 8, 4),
  );
  const { epochs } = await fit(model, new DataLoader(data, { batchSize: 32, shuffle: true }), {
    loss: crossEntropy,
    optimizer: new Adam(model.parameters(), { learningRate: 0.01 }),
    metrics: { accuracy },
    epochs: 6,
    progress: false,
  });
  return { epochs, weights: await Promise.all(model.parameters().map((parameter) => parameter.data())) };
}

it('training without shared memory, as in a page that isn’t isolated, is the same bit for bit', async () => {
  await useBackend(wasm({ threads: 2 }));
  const shared = await train();
  expect(shared.epochs.at(-1)!.accuracy).toBeGreaterThan(0.9);
  vi.stubGlobal('SharedArrayBuffer', undefined);
  await useBackend(wasm({ threads: 2 }));
  expect(currentBackend().description).toContain('one thread');
  expect(await train()).toEqual(shared);
});
