import { currentBackend } from '@neurona/backend';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Conv2d, crossEntropy, Dropout, Flatten, Linear, MaxPool2d, ReLU, Sequential } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { freeConstants, manualSeed } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { accuracy, fit } from './index.js';

const stepsPerEpoch = 100;

forEachBackend(() => {
  it('holds as many tensors and bytes after 1,000 steps as after 100', { timeout: 300_000 }, async () => {
    manualSeed(1);
    const images = Float32Array.from({ length: stepsPerEpoch * 2 * 36 }, (_, i) => Math.sin(i));
    const classes = Int32Array.from({ length: stepsPerEpoch * 2 }, (_, i) => i % 3);
    const data = new ArrayDataset([hostArray(images, [stepsPerEpoch * 2, 6, 6, 1]), hostArray(classes)]);
    const model = new Sequential(
      new Conv2d(1, 2, 3, { padding: 'same' }),
      new ReLU(),
      new MaxPool2d(2),
      new Flatten(),
      new Dropout(0.2),
      new Linear(18, 3),
    );
    const optimizer = new Adam(model.parameters());
    const alive: object[] = [];
    await fit(model, new DataLoader(data, { batchSize: 2, shuffle: true }), {
      loss: crossEntropy,
      optimizer,
      metrics: { accuracy },
      epochs: 10,
      progress: false,
      callbacks: [
        {
          onEpoch: () => {
            freeConstants();
            alive.push(currentBackend().memory());
          },
        },
      ],
    });
    expect(alive).toHaveLength(10);
    expect(new Set(alive.map((memory) => JSON.stringify(memory))).size).toBe(1);
    optimizer.dispose();
    model.dispose();
  });
});
