import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Linear, mse, Sequential } from '@neurona/layers';
import { Adam, ExponentialLR, ReduceLROnPlateau, SGD } from '@neurona/optimizers';
import { manualSeed } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { findLearningRate, fit, LearningRateSchedule } from '../index.js';

/** Points on a line. */
function line(): DataLoader {
  const x = Float32Array.from({ length: 64 }, (_, i) => Math.sin(3.1 * i));
  const data = new ArrayDataset([
    hostArray(x, [64, 1]),
    hostArray(
      x.map((v) => 2 * v + 1),
      [64, 1],
    ),
  ]);
  return new DataLoader(data, { batchSize: 16 });
}

forEachBackend(() => {
  it('finds a rate that trains, and leaves model and optimizer as they were', async () => {
    manualSeed(1);
    const model = new Sequential(new Linear(1, 1));
    const optimizer = new Adam([
      { params: model.parameters().slice(0, 1) },
      { params: model.parameters().slice(1), learningRate: 0.5 },
    ]);
    await fit(model, line(), { loss: mse, optimizer, progress: false });
    const before = [liveMemory(), await snapshot()] as const;
    const curve = await findLearningRate(model, line(), {
      loss: mse,
      optimizer,
      from: 1e-6,
      to: 1,
      steps: 40,
    });
    expect([liveMemory().buffers, await snapshot()]).toEqual([
      before[0].buffers - 2, // gradients
      before[1],
    ]);
    expect(optimizer.groups.map(({ settings }) => settings.learningRate)).toEqual([1e-3, 0.5]);
    expect(curve.rates[0]).toBe(1e-6);
    expect(curve.losses).toHaveLength(curve.rates.length);

    async function snapshot(): Promise<number[][]> {
      const { tensors, steps } = optimizer.stateDict();
      const all = [...model.parameters(), ...Object.values(tensors)];
      return [[...steps], ...(await Promise.all(all.map(async (tensor) => Array.from(await tensor.data()))))];
    }
  });

  it('suggests where the loss falls fastest, and stops when it diverges', async () => {
    manualSeed(2);
    const model = new Sequential(new Linear(1, 1));
    const optimizer = new SGD(model.parameters());
    const curve = await findLearningRate(model, line(), {
      loss: mse,
      optimizer,
      from: 1e-4,
      to: 100,
      steps: 60,
    });
    expect(curve.suggestion).toBeGreaterThan(0.01);
    expect(curve.suggestion).toBeLessThan(1);
    expect(curve.rates.length).toBeLessThan(60);
    const trained = await fit(model, line(), {
      loss: mse,
      optimizer: new SGD(model.parameters(), { learningRate: curve.suggestion! }),
      epochs: 20,
      progress: false,
    });
    expect(trained.epochs.at(-1)!.loss).toBeLessThan(0.05);
  });
});

describe('LearningRateSchedule', () => {
  const run = async (
    callback: (optimizer: SGD) => LearningRateSchedule,
    validation = false,
  ): Promise<number> => {
    const model = new Sequential(new Linear(1, 1));
    const optimizer = new SGD(model.parameters(), { learningRate: 0.01 });
    const data = line();
    await fit(model, data, {
      loss: mse,
      optimizer,
      callbacks: [callback(optimizer)],
      epochs: 2,
      ...(validation && { validation: data }),
      progress: false,
    });
    return optimizer.learningRate;
  };

  it('steps after each epoch, or each step', async () => {
    const gamma = 0.5;
    expect(await run((o) => new LearningRateSchedule(new ExponentialLR(o, gamma)))).toBe(0.01 / 4);
    expect(await run((o) => new LearningRateSchedule(new ExponentialLR(o, gamma), { every: 'step' }))).toBe(
      0.01 / 256,
    );
  });

  it('gives the loss to a schedule that watches it', async () => {
    const watch = (o: SGD): ReduceLROnPlateau =>
      new ReduceLROnPlateau(o, { mode: 'max', patience: 0, factor: 0.5 }); // the loss falls: no improvement
    expect(await run((o) => new LearningRateSchedule(watch(o)))).toBe(0.005);
    expect(await run((o) => new LearningRateSchedule(watch(o)), true)).toBe(0.005);
    await expect(run((o) => new LearningRateSchedule(watch(o), { monitor: 'valLoss' }))).rejects.toThrow(
      '[LearningRateSchedule] expected one of loss, got valLoss. Pass validation data to fit(), or another { monitor }.',
    );
  });
});

describe('wrong calls', () => {
  const cases: [options: object, message: string][] = [
    [{ from: 0 }, '[findLearningRate] expected 0 < from < to, got [0, 10].'],
    [{ steps: 1 }, '[findLearningRate] expected steps to be an integer of at least 2, got 1.'],
    [{ smoothing: 1 }, '[findLearningRate] expected smoothing in [0, 1), got 1.'],
    [{ divergence: 1 }, '[findLearningRate] expected divergence > 1, got 1.'],
  ];
  it('data of unknown length that has no batch', async () => {
    const nothing = { async *[Symbol.asyncIterator]() {} };
    const model = new Sequential(new Linear(1, 1));
    const optimizer = new SGD(model.parameters());
    await expect(findLearningRate(model, nothing, { loss: mse, optimizer })).rejects.toThrow(
      '[findLearningRate] expected at least one batch, got none.',
    );
  });
  for (const [options, message] of cases) {
    it(message, async () => {
      const model = new Sequential(new Linear(1, 1));
      const optimizer = new SGD(model.parameters());
      await expect(findLearningRate(model, line(), { loss: mse, optimizer, ...options })).rejects.toThrow(
        message,
      );
    });
  }
});
