import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { DataLoader, Subset } from '@neurona/datasets';
import { mse, type Sequential } from '@neurona/layers';
import { Adam, ExponentialMovingAverage, SGD, StochasticWeightAverage } from '@neurona/optimizers';
import { defaultGenerator, freeConstants, Generator } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Callback,
  EarlyStopping,
  type FitOptions,
  fit,
  ModelCheckpoint,
  WeightAveraging,
} from '../index.js';
import { line, lineTraining } from '../testing/line.js';

let folder: string;
beforeAll(async () => {
  await useBackend(cpu());
  folder = await mkdtemp(join(tmpdir(), 'neurona-resume-failure-'));
  const { model, train } = lineTraining();
  await train({
    epochs: 2,
    validation: line(),
    callbacks: [
      new EarlyStopping({ monitor: 'loss', patience: 9 }),
      new WeightAveraging(new ExponentialMovingAverage(model.parameters(), { decay: 0.9 })),
      new ModelCheckpoint(folder),
    ],
  });
});
beforeEach(async () => {
  await useBackend(cpu()); // on which nothing of earlier tests is counted
});
afterAll(() => rm(folder, { recursive: true }));

/** Not the data of the checkpoint. */
const fewer = (): DataLoader => new DataLoader(new Subset(line().dataset, [0, 1, 2, 3, 4]), { batchSize: 4 });

const valuesOf = (model: Sequential): Promise<unknown> =>
  Promise.all(Object.values(model.stateDict()).map((tensor) => tensor.data()));

/** Trains a little, then resumes from another training's checkpoint: what stood before and what stands after. */
async function failed(
  options: Partial<FitOptions> = {},
  wrong: {
    readonly adam?: boolean;
    readonly data?: DataLoader;
    readonly callbacks?: (model: Sequential) => Callback[];
  } = {},
): Promise<void> {
  const { model } = lineTraining();
  const parameters = model.parameters();
  const optimizer = wrong.adam ? new Adam(parameters) : new SGD(parameters, { learningRate: 0.02 });
  const data = wrong.data ?? line({ batchSize: 4, shuffle: true });
  const callbacks = wrong.callbacks?.(model) ?? [];
  const noise = new Generator(3);
  const train = (more: Partial<FitOptions>) =>
    fit(model, data, {
      loss: mse,
      optimizer,
      callbacks,
      generators: [noise],
      progress: false,
      ...options,
      ...more,
    });
  await train({ epochs: 1 });
  const look = async () => [
    await valuesOf(model),
    optimizer.learningRate,
    optimizer.stateDict().steps,
    data.stateDict(),
    defaultGenerator().state,
    noise.state,
  ];
  const before = await look();
  freeConstants();
  const memory = liveMemory();
  await expect(train({ epochs: 3, resume: folder })).rejects.toThrow('Build them as they were');
  expect(await look()).toEqual(before);
  expect(liveMemory()).toEqual(memory);
  expect((await train({ epochs: 1 })).epochs).toHaveLength(1);
}

describe('a training that can’t be resumed leaves all as it was', () => {
  it('with another optimizer', () => failed({}, { adam: true }));

  it('with data of another size', () => failed({}, { data: fewer() }));

  it('with validation data of another size', () => failed({ validation: fewer() }));

  it('with callbacks of which one fits and one is of another kind', () =>
    failed(
      { validation: line() },
      {
        callbacks: (model) => [
          new EarlyStopping({ monitor: 'loss', patience: 9 }),
          new WeightAveraging(new StochasticWeightAverage(model.parameters())),
        ],
      },
    ));

  it('with a callback that fails as it starts', async () => {
    const { model, train } = lineTraining();
    const before = await valuesOf(model);
    const failing: Callback = {
      onStart: () => {
        throw new Error('no start');
      },
    };
    await expect(train({ epochs: 3, resume: folder, callbacks: [failing] })).rejects.toThrow('no start');
    expect(await valuesOf(model)).toEqual(before);
  });

  it('so that a fresh loader draws the same seed after it', async () => {
    const { model } = lineTraining();
    const optimizer = new Adam(model.parameters());
    const data = line();
    const before = defaultGenerator().state;
    const run = fit(model, data, { loss: mse, optimizer, progress: false, resume: folder });
    await expect(run).rejects.toThrow('got [Adam.loadStateDict]');
    expect(defaultGenerator().state).toEqual(before);
    const { seed } = data.stateDict();
    defaultGenerator().state = before;
    expect(line().stateDict().seed).toBe(seed);
  });
});
