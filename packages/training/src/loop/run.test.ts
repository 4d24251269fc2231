import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentBackend, setBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import {
  decodeTrainingCheckpoint,
  loadTrainingCheckpoint,
  saveTrainingCheckpoint,
} from '@neurona/checkpoints';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Linear, mse, Sequential } from '@neurona/layers';
import { Adam, SGD } from '@neurona/optimizers';
import { freeConstants, manualSeed, type Tensor, tensor } from '@neurona/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Batches,
  type Callback,
  EarlyStopping,
  type FitOptions,
  fit,
  learningCurves,
  ModelCheckpoint,
  type StatefulMetric,
  type TrainingState,
} from '../index.js';

let folder: string;
beforeAll(async () => {
  await useBackend(cpu());
  folder = await mkdtemp(join(tmpdir(), 'neurona-run-'));
});
afterAll(() => rm(folder, { recursive: true }));

const dataset = (): ArrayDataset => {
  const x = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
  return new ArrayDataset([
    hostArray(x, [12, 1]),
    hostArray(
      x.map((v) => 2 * v),
      [12, 1],
    ),
  ]);
};
const loader = (options = {}): DataLoader => new DataLoader(dataset(), { batchSize: 4, ...options });

function start(options: Partial<FitOptions> = {}, data: Batches = loader()) {
  const model = new Sequential(new Linear(1, 1));
  const optimizer = new SGD(model.parameters(), { learningRate: 0.1 });
  const history = fit(model, data, { loss: mse, optimizer, progress: false, ...options });
  return { model, optimizer, history };
}

describe('callbacks of fit', () => {
  it('are all ended, and the first failure is told with those that came after it', async () => {
    const ended: string[] = [];
    const failing = (name: string, fails: boolean): Callback => ({
      onEnd: () => {
        ended.push(name);
        if (fails) throw new Error(`${name} failed`);
      },
    });
    const callbacks = [failing('a', false), failing('b', true), failing('c', true), failing('d', false)];
    const loss = (): Tensor => {
      throw new RangeError('no loss');
    };
    const error = await start({ loss, callbacks }).history.catch((error: unknown) => error);
    expect(ended).toEqual(['d', 'c', 'b', 'a']);
    expect(error).toBeInstanceOf(AggregateError);
    const { message, cause, errors } = error as AggregateError;
    expect([message, cause]).toEqual(['no loss', errors[0]]);
    expect(errors.map(String)).toEqual(['RangeError: no loss', 'Error: c failed', 'Error: b failed']);
    await expect(start({ callbacks: [failing('b', true)] }).history).rejects.toThrow('b failed');
    await expect(start({ loss }).history).rejects.toBeInstanceOf(RangeError);
    const failure = new Error('disk full');
    const fails = async (): Promise<void> => {
      throw failure;
    };
    const writer: Callback = { onEpoch: fails, onEnd: fails };
    await expect(start({ callbacks: [writer] }).history).rejects.toBe(failure); // told once
  });

  it('are ended only if they were started', async () => {
    const events: string[] = [];
    const callback = (name: string, onStart = (): void => {}): Callback => ({
      onStart,
      onEnd: ({ stopped }) => void events.push(`${name} ${stopped}`),
    });
    const wrong = callback('b', () => {
      throw new Error('not today');
    });
    const run = start({ callbacks: [callback('a'), wrong, callback('c')] }).history;
    await expect(run).rejects.toThrow('not today');
    expect(events).toEqual(['b failed', 'a failed']);
  });

  it('are called by their order, and hear of everything in turn', async () => {
    const events: string[] = [];
    const note =
      (text: string) =>
      ({ epoch, step }: TrainingState): void =>
        void events.push(`${text} ${epoch} ${step}`);
    const first: Callback = { order: -1, onStep: note('first') };
    const last: Callback = {
      order: 1,
      onStart: note('start'),
      onEpochStart: note('epoch start'),
      onGradients: note('gradients'),
      onStep: note('step'),
      onValidationStart: note('validation start'),
      onValidationEnd: note('validation end'),
      onEpoch: note('epoch'),
      onEnd: note('end'),
    };
    const data = loader({ batchSize: 12 });
    await start({ callbacks: [last, first], epochs: 1, validation: data }, data).history;
    expect(events).toEqual([
      'start 0 0',
      'epoch start 0 0',
      'gradients 0 0',
      'first 0 1',
      'step 0 1',
      'validation start 0 1',
      'validation end 0 1',
      'epoch 0 1',
      'end 1 1',
    ]);
  });

  it('say why they stopped it', async () => {
    const history = await start({ callbacks: [{ onStep: (state) => state.stop('Enough.') }] }).history;
    expect([history.stopped, history.reason, history.epochs]).toEqual(['callback', 'Enough.', []]);
  });
});

describe('validation', () => {
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

describe('data of unknown length', () => {
  /** Batches of numbers that come one after another. */
  const stream = (count: number): Batches => ({
    async *[Symbol.asyncIterator]() {
      for (let i = 0; i < count; i++) {
        using x = tensor([[Math.sin(i)]]);
        using y = tensor([[Math.cos(i)]]);
        yield [x, y];
      }
    },
  });

  it('is gone through to its end, whose steps are known afterwards', async () => {
    const lengths: (number | undefined)[] = [];
    const callbacks: Callback[] = [{ onStep: (state) => void lengths.push(state.stepsPerEpoch) }];
    const { history } = start({ epochs: 2, accumulate: 2, callbacks }, stream(3));
    expect((await history).epochs).toHaveLength(2);
    expect(lengths).toEqual([undefined, undefined, 2, 2]);
  });

  it('must have a batch', async () => {
    await expect(start({}, stream(0)).history).rejects.toThrow(
      '[fit] expected at least one batch, got none.',
    );
  });

  it('resumes in the middle of an epoch by passing over what was seen', async () => {
    const whole = start({ epochs: 2 }, stream(5));
    const initial = whole.model.parameters().map((parameter) => parameter.data());
    const values = await Promise.all(initial);
    const expected = await whole.history;
    const parts: object[] = [];
    const path = join(folder, 'stream.safetensors');
    const cut = (signal: AbortController): Callback => ({
      onStep: async (state) => {
        if (state.totalSteps !== 3) return;
        await saveTrainingCheckpoint(path, state.capture());
        parts.push(state);
        signal.abort();
      },
    });
    const controller = new AbortController();
    const first = new Sequential(new Linear(1, 1));
    for (const [i, parameter] of first.parameters().entries()) {
      parameter.set(tensor(values[i]!, { shape: parameter.shape }));
    }
    const optimizer = new SGD(first.parameters(), { learningRate: 0.1 });
    await fit(first, stream(5), {
      loss: mse,
      optimizer,
      epochs: 2,
      callbacks: [cut(controller)],
      signal: controller.signal,
      progress: false,
    });
    const resumed = await start({ epochs: 2, resume: await loadTrainingCheckpoint(path) }, stream(5)).history;
    expect(parts).toHaveLength(1);
    expect(resumed.epochs).toEqual(expected.epochs);
    expect(resumed.deviations).toEqual(expected.deviations);
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

describe('resume', () => {
  const train = (runs: string, epochs: number, options: Partial<FitOptions> = {}) => {
    manualSeed(8);
    const model = new Sequential(new Linear(1, 4), new Linear(4, 1));
    const history = fit(model, loader({ shuffle: true }), {
      loss: mse,
      optimizer: new Adam(model.parameters(), { learningRate: 0.01 }),
      validation: loader(),
      epochs,
      callbacks: [new ModelCheckpoint(join(folder, runs), { keepLast: 3 })],
      resume: join(folder, runs),
      progress: false,
      ...options,
    });
    return { model, history };
  };

  it('begins at the beginning where there is nothing, and goes on where there is', async () => {
    const whole = train('whole', 4);
    const expected = await whole.history;
    await train('parts', 2).history;
    const { model, history } = train('parts', 4);
    expect((await history).epochs).toEqual(expected.epochs);
    for (const [i, parameter] of model.parameters().entries()) {
      expect(await parameter.data()).toEqual(await whole.model.parameters()[i]!.data());
    }
    expect((await history).seconds).toBeGreaterThan(0);
    expect((await readdir(join(folder, 'parts'))).sort()).toEqual(
      [6, 9, 12].map((step) => `step-${String(step).padStart(9, '0')}.safetensors`),
    );
    const again = await train('parts', 4).history; // it had come to its end
    expect([again.epochs, again.stopped]).toEqual([expected.epochs, 'completed']);
  });

  it('takes what was read or decoded, as often as one likes', async () => {
    const expected = await train('again', 3).history;
    const path = join(folder, 'again', 'step-000000006.safetensors');
    const decoded = decodeTrainingCheckpoint(await readFile(path));
    for (const resume of [await loadTrainingCheckpoint(path), decoded, decoded]) {
      const { history } = train('again', 3, { resume, callbacks: [] });
      expect((await history).epochs).toEqual(expected.epochs);
    }
  });

  it('passes over a file that the disk has damaged', async () => {
    const expected = await train('damaged', 3).history;
    const newest = join(folder, 'damaged', 'step-000000009.safetensors');
    await truncate(newest, 200);
    const starts: number[] = [];
    const callbacks: Callback[] = [{ onStart: ({ totalSteps }) => void starts.push(totalSteps) }];
    const history = await train('damaged', 3, { callbacks }).history;
    expect(history.epochs).toEqual(expected.epochs);
    expect(starts).toEqual([6]);
    const taken = join(folder, 'damaged', 'step-000000006.safetensors');
    expect(history.resumedFrom).toEqual({ path: taken, skipped: [newest] });
    const second = await train('damaged', 3, { callbacks: [], resume: taken }).history;
    expect(second.resumedFrom).toEqual({ path: taken, skipped: [] });
    expect(expected).not.toHaveProperty('resumedFrom');
    for (const step of [3, 6]) await rm(join(folder, 'damaged', `step-00000000${step}.safetensors`));
    await expect(train('damaged', 3, { callbacks }).history).rejects.toThrow('step-000000009.safetensors');
  });

  it('goes on after an abort from the step where it stood', async () => {
    const expected = await train('undisturbed', 3).history;
    const controller = new AbortController();
    const checkpoint = new ModelCheckpoint(join(folder, 'aborted'), { everyEpochs: 100 });
    const abort: Callback = { onStep: ({ totalSteps }) => void (totalSteps === 5 && controller.abort()) };
    const first = train('aborted', 3, { callbacks: [abort, checkpoint], signal: controller.signal });
    expect((await first.history).stopped).toBe('aborted');
    expect(await readdir(join(folder, 'aborted'))).toEqual(['step-000000005.safetensors']);
    expect((await train('aborted', 3, { callbacks: [checkpoint] }).history).epochs).toEqual(expected.epochs);
  });

  it('stays stopped where a callback had stopped it', async () => {
    const stopping = (): EarlyStopping => new EarlyStopping({ monitor: 'loss', mode: 'max', patience: 2 });
    const checkpoint = (): ModelCheckpoint => new ModelCheckpoint(join(folder, 'stopped'));
    const first = await train('stopped', 9, { callbacks: [stopping(), checkpoint()] }).history;
    const second = await train('stopped', 9, { callbacks: [stopping(), checkpoint()] }).history;
    expect(first.epochs.length).toBeLessThan(9);
    expect([second.epochs, second.reason]).toEqual([first.epochs, first.reason]);
  });

  it('names what is wrong', async () => {
    const other = join(folder, 'other.safetensors');
    await saveTrainingCheckpoint(other, { model: {}, epoch: 3 });
    await expect(train('x', 1, { resume: other }).history).rejects.toThrow(
      '[fit] expected the checkpoint of a training by fit to resume from, got one without position, optimizers, random, history',
    );
    await expect(train('x', 1, { resume: join(folder, 'none.safetensors') }).history).rejects.toThrow(
      '[loadTrainingCheckpoint] expected a file that can be read, got ENOENT',
    );
  });

  it('names the checkpoint when it is another training’s, and frees what was read', async () => {
    await train('theirs', 1).history;
    const resume = join(folder, 'theirs', 'step-000000003.safetensors');
    await useBackend(cpu()); // on which nothing of that training is counted
    const before = currentBackend().memory();
    const model = new Sequential(new Linear(2, 5));
    const optimizer = new SGD(model.parameters());
    const run = fit(model, loader({ shuffle: true }), { loss: mse, optimizer, progress: false, resume });
    await expect(run).rejects.toThrow(
      /^\[fit\] expected the checkpoint of this model, .* \(.*step-000000003\.safetensors\)\. Build them as they were/,
    );
    model.dispose();
    freeConstants();
    expect(currentBackend().memory()).toEqual(before);
  });
});
