import { currentBackend, setBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Linear, mse, Sequential } from '@neurona/layers';
import { ExponentialLR, ReduceLROnPlateau, SGD } from '@neurona/optimizers';
import { tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Callback,
  EarlyStopping,
  fit,
  LearningRateSchedule,
  learningCurves,
  type StatefulMetric,
} from '../index.js';
import { loader, start } from '../testing/short-training.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('validation', () => {
  it('leaves a schedule that watches it alone in epochs without it, and steps others', async () => {
    const { model } = start();
    const optimizer = new SGD(model.parameters(), { learningRate: 0 }); // no epoch improves
    const plateau = new ReduceLROnPlateau(optimizer, { patience: 1, factor: 0.5 });
    const other = new SGD(model.parameters(), { learningRate: 1 });
    const plain = new ExponentialLR(other, 0.5);
    await fit(model, loader(), {
      loss: mse,
      optimizer,
      epochs: 8,
      validateEvery: 4,
      validation: loader(),
      callbacks: [new LearningRateSchedule(plateau), new LearningRateSchedule(plain)],
      progress: false,
    });
    expect(plateau.stepCount).toBe(2); // of two validations the second is no better: one bad one, not six
    expect(other.learningRate).toBe(0.5 ** 8);
  });

  it('comes after every n epochs and after the last, and callbacks bear with that', async () => {
    const stopping = new EarlyStopping({ patience: 5 });
    const { history } = start({ epochs: 6, validateEvery: 4, validation: loader(), callbacks: [stopping] });
    const results = await history;
    expect(results.epochs.map((epoch) => 'valLoss' in epoch)).toEqual([
      false,
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(stopping.bestEpoch).toBe(5);
  });
});

describe('history', () => {
  it('has standard deviations over the batches, and gives curves to draw', async () => {
    const losses = [1, 2, 6];
    let at = 0;
    const model = new Sequential(new Linear(1, 1));
    const history = await fit(model, loader(), {
      step: () => ({ loss: tensor(losses[at++]!) }),
      progress: false,
    });
    expect(history.epochs).toEqual([{ loss: 3 }]);
    expect(history.deviations[0]!.loss).toBeCloseTo(Math.sqrt(14 / 3), 6);
    const { loss } = learningCurves(history);
    expect(loss).toEqual({ train: { mean: [3], epochs: [1], std: [history.deviations[0]!.loss] } });
  });
});

/** Counts batches: no mean of them. */
function counted(): StatefulMetric {
  let batches = 0;
  return {
    update: () => {
      batches++;
    },
    result: async () => ({ batches, doubled: 2 * batches }),
    reset: () => {
      batches = 0;
    },
  };
}

describe('metrics that gather', () => {
  it('are read once an epoch, for training and for validation', async () => {
    const validation = loader({ batchSize: 6 });
    const { epochs, deviations } = await start({ metrics: { count: counted() }, validation, epochs: 2 })
      .history;
    expect(epochs.map(({ loss, valLoss, ...counts }) => counts)).toEqual(
      new Array(2).fill({ countBatches: 3, countDoubled: 6, valCountBatches: 2, valCountDoubled: 4 }),
    );
    expect(Object.keys(deviations[0]!)).toEqual(['loss', 'valLoss']);
  });

  it('need stateDict() for a checkpoint in the middle of an epoch', async () => {
    const callbacks: Callback[] = [{ onStep: (state) => void state.capture() }];
    await expect(start({ metrics: { count: counted() }, callbacks }).history).rejects.toThrow(
      '[fit] expected metrics with stateDict() for a checkpoint in the middle of an epoch, got one without (count). Save after whole epochs only',
    );
  });
});

it('a step reads nothing from the device: numbers come once an epoch', async () => {
  const usual = currentBackend();
  const backend = await cpu().create();
  let reads = 0;
  const read = backend.read.bind(backend);
  backend.read = ((array) => {
    reads++;
    return read(array);
  }) as typeof backend.read;
  setBackend(backend);
  try {
    const seen: [epoch: number, reads: number][] = [];
    const watch: Callback = { onStep: ({ epoch }) => void seen.push([epoch, reads]) };
    const metrics = { distance: mse };
    await start({ epochs: 2, metrics, clipNorm: 1, callbacks: [watch], validation: loader() }).history;
    expect(seen.map(([epoch]) => epoch)).toEqual([0, 0, 0, 1, 1, 1]);
    const [first, second] = [seen.slice(0, 3), seen.slice(3)].map(
      (steps) => new Set(steps.map((step) => step[1])),
    );
    expect([...first!]).toEqual([0]);
    expect(second!.size).toBe(1);
    expect([...second!][0]).toBeGreaterThan(0);
  } finally {
    setBackend(usual);
  }
});
