import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { crossEntropy, Linear, mse, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { beforeEach, describe, expect, it } from 'vitest';
import { EarlyStopping, fit, series } from '../index.js';
import { network, xor } from '../testing/xor.js';

beforeEach(async () => {
  await useBackend(cpu()); // on which nothing of earlier tests is counted
});

const quiet = { progress: false } as const;

describe('EarlyStopping', () => {
  it('stops when the number has not improved, and puts the best weights back', async () => {
    const model = new Sequential(new Linear(1, 1, { bias: false }));
    const [weight] = model.parameters();
    const data = new DataLoader(
      new ArrayDataset([hostArray(Float32Array.of(1), [1, 1]), hostArray(Float32Array.of(0), [1, 1])]),
    );
    const path = [3, 1, 2, 4, 5, 6]; // the weight after each epoch; the loss is its square
    const stopping = new EarlyStopping({ patience: 2 });
    const history = await fit(model, data, {
      loss: mse,
      optimizer: new SGD(model.parameters(), { learningRate: 0 }),
      validation: data,
      epochs: 6,
      callbacks: [{ onStep: ({ epoch }) => weight!.set([[path[epoch]!]]) }, stopping],
      ...quiet,
    });
    expect(series(history, 'valLoss')).toEqual([9, 1, 4, 16]); // two after the best
    expect([stopping.best, stopping.bestEpoch, await weight!.item()]).toEqual([1, 1, 1]);
  });

  it('names the numbers there are', async () => {
    const model = network();
    const options = { loss: crossEntropy, optimizer: new SGD(model.parameters()), ...quiet };
    const run = fit(model, new DataLoader(xor(4, 1)), { ...options, callbacks: [new EarlyStopping()] });
    await expect(run).rejects.toThrow(
      '[EarlyStopping] expected one of loss, got valLoss. Pass validation data to fit(), or another { monitor }.',
    );
  });
});
