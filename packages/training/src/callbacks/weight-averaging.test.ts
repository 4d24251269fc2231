import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { loadTrainingCheckpoint } from '@neurona/checkpoints';
import { Linear, mse, Sequential } from '@neurona/layers';
import { ExponentialMovingAverage, SGD, StochasticWeightAverage } from '@neurona/optimizers';
import type { Tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Callback,
  EarlyStopping,
  fit,
  loadCheckpointWeights,
  ModelCheckpoint,
  WeightAveraging,
} from '../index.js';
import { line } from '../testing/line.js';

beforeAll(async () => {
  await useBackend(cpu());
});

/** A model of one weight, which is put on a path: one value a step of its only batch, an epoch. */
function onPath(path: readonly number[]) {
  const model = new Sequential(new Linear(1, 1, { bias: false }));
  const [weight] = model.parameters();
  weight!.set([[0]]);
  const seen = { validation: [] as number[], training: [] as number[] };
  const walk: Callback = {
    order: -1,
    onStep: async ({ epoch }) => {
      seen.training.push(await weight!.item());
      weight!.set([[path[epoch]!]]);
    },
  };
  const look: Callback = {
    order: 60,
    onValidationStart: async () => void seen.validation.push(await weight!.item()),
  };
  const train = (callbacks: readonly Callback[]) =>
    fit(model, line({ batchSize: 16 }), {
      loss: mse,
      optimizer: new SGD(model.parameters(), { learningRate: 0 }),
      metrics: { distance: (outputs) => outputs.mean().mul(0).add(weight!.sub(3).abs().sum()) },
      validation: line({ batchSize: 16 }),
      epochs: path.length,
      callbacks: [walk, look, ...callbacks],
      progress: false,
    });
  return { model, weight: weight!, seen, train };
}

const close = (found: readonly number[], expected: readonly number[]): void =>
  expect(found.map((value) => Number(value.toFixed(5)))).toEqual(expected);

describe('WeightAveraging', () => {
  it('validates the averages, trains on the weights, and ends with the averages', async () => {
    const { model, weight, seen, train } = onPath([4, 8, 0]);
    const average = new ExponentialMovingAverage(model.parameters(), { decay: 0.5 });
    await train([new WeightAveraging(average)]);
    close(seen.validation, [2, 5, 2.5]);
    close(seen.training, [0, 4, 8]);
    close([await weight.item()], [2.5]);
    average.dispose();
  });

  it('takes in whole epochs from one of them on', async () => {
    const { model, weight, seen, train } = onPath([100, 2, 4]);
    const average = new StochasticWeightAverage(model.parameters());
    await train([new WeightAveraging(average, { every: 'epoch', fromEpoch: 1 })]);
    close(seen.validation, [100, 2, 3]);
    close([await weight.item()], [3]);
    average.dispose();
  });

  it('lets EarlyStopping keep the best averages', async () => {
    const { model, weight, train } = onPath([4, 8, 0, 0]);
    const average = new ExponentialMovingAverage(model.parameters(), { decay: 0.5 });
    const stopping = new EarlyStopping({ monitor: 'valDistance', patience: 9 });
    await train([new WeightAveraging(average), stopping]);
    expect([stopping.best, stopping.bestEpoch]).toEqual([0.5, 2]); // averages 2, 5, 2.5, 1.25: nearest to 3
    close([await weight.item()], [2.5]);
    average.dispose();
  });

  it('lets ModelCheckpoint keep the best averages beside the weights to go on from', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neurona-averages-'));
    const { model, weight, train } = onPath([4, 8, 0, 0]);
    const average = new ExponentialMovingAverage(model.parameters(), { decay: 0.5 });
    const checkpoint = new ModelCheckpoint(folder, { monitor: 'valDistance' });
    await train([new WeightAveraging(average), checkpoint]);
    const saved = await loadTrainingCheckpoint(checkpoint.bestPath);
    close([await (saved.model as Record<string, Tensor>)['0.weight']!.item()], [0]);
    await loadCheckpointWeights(model, checkpoint.bestPath);
    close([await weight.item()], [2.5]);
    average.dispose();
    await rm(folder, { recursive: true });
  });

  it('puts the weights back when validation is cut short', async () => {
    const { model, weight, train } = onPath([4, 8]);
    const average = new ExponentialMovingAverage(model.parameters(), { decay: 0.5 });
    const seen: number[] = [];
    const failing: Callback = {
      onValidationStart: () => {
        throw new Error('no');
      },
    };
    const last: Callback = { order: 100, onEnd: async () => void seen.push(await weight.item()) };
    await expect(train([new WeightAveraging(average), { ...failing, order: 70 }, last])).rejects.toThrow(
      'no',
    );
    close(seen, [2]); // the failure came before the validation: the averages stand until the end, and at it
    average.dispose();
  });

  it('names wrong settings', () => {
    const { model } = onPath([1]);
    const average = new ExponentialMovingAverage(model.parameters());
    expect(() => new WeightAveraging(average, { fromEpoch: -1 })).toThrow(
      '[WeightAveraging] expected fromEpoch to be an integer of at least 0, got -1.',
    );
    average.dispose();
  });

  it('begins a further training from the weights that the model has', async () => {
    const { model, weight, train } = onPath([4, 8]);
    const callback = new WeightAveraging(new StochasticWeightAverage(model.parameters()));
    await train([callback]);
    expect(await weight.item()).toBeCloseTo(6, 5); // the mean, while the last weight was 8
    const starts: number[] = [];
    const look: Callback = { onEpochStart: async () => void starts.push(await weight.item()) };
    await train([callback, look]);
    expect(starts[0]).toBeCloseTo(6, 5);
    expect(await weight.item()).toBeCloseTo(6, 5); // of 4 and 8 again, and nothing older
    expect(callback.average.updates).toBe(2);
  });
});
