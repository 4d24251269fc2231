import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroupError, useBackend } from '@neurona/backend';
import { localGroups } from '@neurona/backend/testing';
import { wasm } from '@neurona/backend-wasm';
import { ArrayDataset, DataLoader, hostArray, iterableDataset } from '@neurona/datasets';
import { BatchNorm1d, crossEntropy, Dropout, Linear, Sequential, Tanh } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { l2 } from '@neurona/regularizers';
import { Generator, manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  accuracy,
  averagePrecision,
  type Batches,
  type Callback,
  EarlyStopping,
  type FitOptions,
  fBeta,
  fit,
  type History,
  ModelCheckpoint,
  perplexity,
  r2,
  rmse,
} from '../index.js';

beforeAll(async () => {
  await useBackend(wasm());
});

/** Points of two classes. */
function points(count: number, seed = 1): ArrayDataset {
  const rng = new Generator(seed);
  const x = Float32Array.from({ length: 3 * count }, (_, i) => Math.sin(1.7 * i + rng.seed));
  const classes = Int32Array.from({ length: count }, (_, i) => Number(x[3 * i]! + x[3 * i + 1]! > 0));
  return new ArrayDataset([hostArray(x, [count, 3]), classes]);
}

interface Trained {
  readonly history: History;
  readonly weights: number[];
}

/** Trains one network, of other weights at first on every rank. */
async function trainOne(
  seed: number,
  options: Partial<FitOptions>,
  data: Batches = new DataLoader(points(26), { batchSize: 8, shuffle: true, seed: 4 }),
  layers: () => Sequential = () => new Sequential(new Linear(3, 5), new Tanh(), new Linear(5, 2)),
): Promise<Trained> {
  manualSeed(seed);
  const model = layers();
  const optimizer = new SGD(model.parameters(), { learningRate: 0.3, momentum: 0.9 });
  try {
    const history = await fit(model, data, {
      loss: crossEntropy,
      optimizer,
      epochs: 3,
      progress: false,
      ...options,
    });
    const values = await Promise.all(Object.values(model.stateDict()).map((x) => x.data()));
    return { history, weights: values.flatMap((x) => Array.from(x)) };
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}

/** Trains on several ranks at once; what they end with must be the same. */
async function trainTogether(
  size: number,
  options: (rank: number) => Partial<FitOptions> = () => ({}),
  ...rest: [data?: () => Batches, layers?: () => Sequential]
): Promise<Trained> {
  const [data, layers] = rest;
  const ranks = localGroups(size).map((group, rank) =>
    trainOne(11 + rank, { ...options(rank), group }, data?.(), layers),
  );
  const all = await Promise.all(ranks);
  for (const { history, weights } of all) {
    expect(history.epochs).toEqual(all[0]!.history.epochs);
    expect(history.stopped).toBe(all[0]!.history.stopped);
    expect(weights).toEqual(all[0]!.weights);
  }
  return all[0]!;
}

function expectClose(a: Trained, b: Trained): void {
  for (const [i, epoch] of a.history.epochs.entries())
    for (const [name, value] of Object.entries(epoch))
      expect(Math.abs(value - b.history.epochs[i]![name]!), `${name} of epoch ${i}`).toBeLessThan(1e-6);
  expect(a.history.epochs.length).toBe(b.history.epochs.length);
  expect(Math.max(...a.weights.map((x, i) => Math.abs(x - b.weights[i]!)))).toBeLessThan(1e-6);
}

describe('several ranks train as one does', () => {
  const cases: [name: string, options: () => Partial<FitOptions>][] = [
    ['plainly', () => ({})],
    [
      'with metrics and validation',
      () => ({
        metrics: { accuracy, f: fBeta(), precision: averagePrecision(), perplexity: perplexity() },
        validation: new DataLoader(points(13, 2), { batchSize: 6 }),
      }),
    ],
    [
      'with accumulated and clipped gradients, and a penalty',
      () => ({ accumulate: 3, clipNorm: 0.1, regularizers: [l2(0.01)] }),
    ],
    [
      'with targets that do not count',
      () => ({
        loss: (outputs, targets) => crossEntropy(outputs, targets, { ignoreIndex: 0 }),
      }),
    ],
  ];
  it.each(cases)('%s', async (_title, options) => {
    const alone = await trainOne(11, options());
    for (const size of [2, 4]) expectClose(await trainTogether(size, options), alone);
  });

  it('where the last batch has fewer examples than there are ranks', async () => {
    const data = (): DataLoader => new DataLoader(points(9), { batchSize: 8 });
    const alone = await trainOne(11, {}, data());
    expectClose(await trainTogether(4, () => ({}), data), alone);
  });

  it.each<[string, () => Batches]>([
    [
      'a stream',
      () =>
        new DataLoader(
          iterableDataset(() => Array.from({ length: 26 }, (_, i) => points(26).get(i))),
          { batchSize: 8 },
        ),
    ],
    [
      'batches of a program',
      () => {
        const loader = new DataLoader(points(26), { batchSize: 8 });
        return { length: loader.length, [Symbol.asyncIterator]: () => loader[Symbol.asyncIterator]() };
      },
    ],
  ])('on %s', async (_title, data) => {
    expectClose(await trainTogether(3, () => ({}), data), await trainOne(11, {}, data()));
  });

  it('with buffers of rank 0, and other random numbers on each', async () => {
    const layers = (): Sequential =>
      new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Dropout(0.5), new Linear(4, 2));
    const { history } = await trainTogether(
      2,
      () => ({}),
      () => new DataLoader(points(24), { batchSize: 8 }),
      layers,
    );
    expect(history.epochs.at(-1)!.loss).toBeLessThan(history.epochs[0]!.loss!);
  });

  it('with no more memory from step to step', async () => {
    await trainTogether(2);
    const before = liveMemory();
    await trainTogether(2);
    expect(liveMemory()).toEqual(before);
  });
});

describe('the end of a training', () => {
  it('comes to all ranks in the same epoch', async () => {
    const options = (): Partial<FitOptions> => ({
      epochs: 40,
      validation: new DataLoader(points(13, 2), { batchSize: 6 }),
      callbacks: [new EarlyStopping({ minDelta: 0.05 })],
    });
    const { history } = await trainTogether(3, options);
    expect(history.stopped).toBe('callback');
    expect(history.epochs.length).toBe((await trainOne(11, options())).history.epochs.length);
  });

  it('that one rank asks for comes to all after the same step', async () => {
    const steps: number[] = [];
    const stopping = (rank: number): Callback => ({
      onStep: (state) => {
        if (rank === 1 && state.totalSteps === 6) state.stop('enough');
        steps[rank] = state.totalSteps;
      },
    });
    const { history } = await trainTogether(3, (rank) => ({ callbacks: [stopping(rank)] }));
    expect(steps).toEqual([7, 7, 7]);
    expect([history.epochs.length, history.stopped]).toEqual([1, 'callback']);
  });
});

/** The errors of ranks that were started differently. */
async function failures(
  size: number,
  start: (rank: number) => readonly [Partial<FitOptions>, (Batches | undefined)?, (() => Sequential)?],
): Promise<unknown[]> {
  const ranks = localGroups(size).map((group, rank) => {
    const [options, data, layers] = start(rank);
    return trainOne(11, { ...options, group }, data, layers);
  });
  return (await Promise.allSettled(ranks)).map((end) => (end.status === 'rejected' ? end.reason : undefined));
}

describe('checkpoints', () => {
  it('are written by rank 0, and gone on from by another number of ranks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neurona-ranks-'));
    const checkpoint = (): ModelCheckpoint => new ModelCheckpoint(folder, { everySteps: 3, keepLast: 9 });
    const crash: Callback = {
      onStep(state) {
        if (state.totalSteps === 7) throw new Error('crash');
      },
    };
    const alone = await trainOne(11, {});
    await failures(4, () => [{ callbacks: [checkpoint(), crash] }]);
    const steps = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
    expect(steps).toEqual(['step-000000003.safetensors', 'step-000000006.safetensors']);
    const second = await trainTogether(2, () => ({ resume: folder, callbacks: [checkpoint()] }));
    const third = await trainOne(12, { resume: join(folder, 'step-000000009.safetensors') });
    for (const { history, weights } of [second, third]) {
      expect(history.epochs.length).toBe(3);
      expect(Math.abs(history.epochs[2]!.loss! - alone.history.epochs[2]!.loss!)).toBeLessThan(
        history === second.history ? 1e-6 : 0.1, // of the epoch's first step only rank 0's share is in that file
      );
      expect(Math.max(...weights.map((x, i) => Math.abs(x - alone.weights[i]!)))).toBeLessThan(1e-6);
    }
    await rm(folder, { recursive: true });
  });
});

describe('ranks that differ', () => {
  const cases: [name: string, start: Parameters<typeof failures>[1], message: string][] = [
    [
      'in their model',
      (rank) => [
        {},
        undefined,
        () =>
          new Sequential(new Linear(3, rank === 2 ? 6 : 5), new Tanh(), new Linear(rank === 2 ? 6 : 5, 2)),
      ],
      '[fit] expected the same tensor 0.weight of the model on every rank, got [3, 5] of float32 on rank 0 and [3, 6] of float32 on rank 2.',
    ],
    [
      'in the names of parameters',
      (rank) => [
        {},
        undefined,
        () => (rank === 1 ? new Sequential(new Tanh(), new Linear(3, 2)) : new Sequential(new Linear(3, 2))),
      ],
      '[fit] expected the same tensor 0.weight of the model on every rank, got [3, 2] of float32 on rank 0 and none on rank 1.',
    ],
    [
      'in the shapes of data',
      (rank) => [
        {},
        rank === 1
          ? new DataLoader(
              new ArrayDataset([hostArray(new Float32Array(104), [26, 4]), new Int32Array(26)]),
              { batchSize: 8 },
            )
          : undefined,
      ],
      '[fit] expected the same shape of field 0 of the data on every rank, got [3] of float32 on rank 0 and [4] of float32 on rank 1.',
    ],
    [
      'in the number of examples',
      (rank) => [{}, new DataLoader(points(26 + rank), { batchSize: 2 })],
      '[fit] expected the same number of examples of the data on every rank, got 26 on rank 0 and 27 on rank 1.',
    ],
    [
      'in how data was split',
      (rank) => [{}, new DataLoader(points(26, 1 + rank), { batchSize: 2 })],
      '[fit] expected the same field 0 of the first example of the data on every rank, got one that sums to ',
    ],
    [
      'in settings',
      (rank) => [{ epochs: 1 + rank }],
      '[fit] expected the same epochs on every rank, got 1 on rank 0 and 2 on rank 1.',
    ],
  ];
  it.each(cases)('%s are told so', async (_title, start, message) => {
    for (const error of await failures(3, start)) {
      expect(error).toBeInstanceOf(GroupError);
      expect(String((error as Error).message)).toContain(message);
    }
  });

  it('hear of one that fails', async () => {
    const failing: Callback = {
      onStep: (state) => {
        if (state.totalSteps === 5) throw new Error('the disk is full');
      },
    };
    const [first, second, third] = await failures(3, (rank) => [rank === 1 ? { callbacks: [failing] } : {}]);
    expect(String(second)).toBe('Error: the disk is full');
    for (const error of [first, third]) {
      expect(error).toBeInstanceOf(GroupError);
      expect(String(error)).toContain('a failure of rank 1: the disk is full');
    }
  });

  it('is refused with a custom step, and a metric that can not be merged', async () => {
    const [group] = localGroups(2);
    const step = fit(new Linear(3, 2), points(4), { group: group!, step: () => ({}) });
    await expect(step).rejects.toThrow(
      '[fit] expected a loss and an optimizer, for a group of processes, got a custom step',
    );
    const metric = { update: () => {}, result: async () => 0, reset: () => {} };
    const [error] = await failures(2, () => [{ metrics: { metric } }]);
    expect(String(error)).toContain(
      'expected metrics with stateDict() and mergeStateDict(), for a group of processes, got one without (metric)',
    );
  });
});

it('syncBatchNorm needs an example for each rank', async () => {
  const data = (): DataLoader => new DataLoader(points(9), { batchSize: 8 });
  const [first] = await failures(2, () => [{ syncBatchNorm: true }, data()]);
  expect(String(first)).toContain('an example for each rank in every batch, with syncBatchNorm');
});

it('r2 and rmse over ranks are those of all examples', async () => {
  const values = Float32Array.from({ length: 26 }, (_, i) => Math.cos(i));
  const data = (): DataLoader =>
    new DataLoader(
      new ArrayDataset([
        hostArray(
          values.map((v, i) => v + (i % 3)),
          [26, 1],
        ),
        hostArray(values, [26, 1]),
      ]),
      { batchSize: 5 },
    );
  const options = (): Partial<FitOptions> => ({
    loss: 'mse' as never,
    metrics: { r2: r2(), rmse: rmse() } as never,
  });
  const layers = (): Sequential => new Sequential(new Linear(1, 1));
  expectClose(await trainTogether(3, options, data, layers), await trainOne(11, options(), data(), layers));
});
