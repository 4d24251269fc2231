import { currentBackend } from '@neurona/backend';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Conv2d, crossEntropy, Dropout, Flatten, Linear, MaxPool2d, ReLU, Sequential } from '@neurona/layers';
import { Adam, ExponentialLR, ExponentialMovingAverage } from '@neurona/optimizers';
import { l2 } from '@neurona/regularizers';
import { freeConstants, manualSeed } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import {
  accuracy,
  EarlyStopping,
  fit,
  LearningRateSchedule,
  ParameterHistograms,
  precision,
  StopOnNaN,
  WeightAveraging,
} from '../index.js';

const stepsPerEpoch = 100;

forEachBackend((name) => {
  const epochs = name === 'webgpu' ? 3 : 10; // a GPU in software
  const title = `holds as many tensors and bytes after ${epochs * stepsPerEpoch} steps as after ${stepsPerEpoch}`;
  it(title, async () => {
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
      epochs,
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
    expect(alive).toHaveLength(epochs);
    expect(new Set(alive.map((memory) => JSON.stringify(memory))).size).toBe(1);
    optimizer.dispose();
    model.dispose();
  });

  it('holds as much after each epoch with everything on', async () => {
    manualSeed(1);
    const points = Float32Array.from({ length: 60 * 4 }, (_, i) => Math.sin(i));
    const data = new ArrayDataset([
      hostArray(points, [60, 4]),
      hostArray(Int32Array.from({ length: 60 }, (_, i) => i % 3)),
    ]);
    const model = new Sequential(new Linear(4, 8), new ReLU(), new Dropout(0.2), new Linear(8, 3));
    const optimizer = new Adam(model.parameters());
    const average = new ExponentialMovingAverage(model.parameters());
    const alive: string[] = [];
    await fit(model, new DataLoader(data, { batchSize: 2, shuffle: true }), {
      loss: crossEntropy,
      optimizer,
      metrics: { accuracy, precision: precision() },
      regularizers: [l2(1e-4)],
      accumulate: 4, // 30 batches: the last step of an epoch has two
      classWeights: [1, 2, 3],
      clipNorm: 1,
      validation: new DataLoader(data, { batchSize: 20 }),
      epochs: 5,
      progress: false,
      onProgress: () => {},
      callbacks: [
        new LearningRateSchedule(new ExponentialLR(optimizer, 0.99), { every: 'step' }),
        new WeightAveraging(average),
        new EarlyStopping({ patience: 9, monitor: 'valLoss' }),
        new StopOnNaN({ everySteps: 3 }),
        new ParameterHistograms(() => {}),
        { onStep: (state) => state.read().then(() => {}) },
        {
          order: 200,
          onEpoch: () => {
            freeConstants();
            alive.push(JSON.stringify(currentBackend().memory()));
          },
        },
      ],
    });
    expect(alive).toHaveLength(5);
    expect(new Set(alive.slice(1)).size).toBe(1); // EarlyStopping holds weights from the first epoch on
    average.dispose();
    optimizer.dispose();
    model.dispose();
  });
});
