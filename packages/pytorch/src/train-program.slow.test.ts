import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { loadWeights } from '@neurona/checkpoints';
import { ArrayDataset, fetchBatch, hostArray } from '@neurona/datasets';
import {
  Conv2d,
  crossEntropy,
  Flatten,
  GELU,
  LayerNorm,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
} from '@neurona/layers';
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  type AnyOptimizer,
  CosineAnnealingLR,
  CyclicLR,
  clipGradNorm,
  Lion,
  NAdam,
  OneCycleLR,
  RAdam,
  RMSprop,
  Rprop,
  type Schedule,
  SGD,
  StepLR,
} from '@neurona/optimizers';
import { manualSeed, type Parameter, type Tensor, tensor } from '@neurona/tensor';
import { evaluate } from '@neurona/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { savePyTorch } from './program/save-pytorch.js';
import { missingModules, python, run, torchrun } from './testing/python.js';

const missing = await missingModules('torch.distributed.run');

const trainAll = fileURLToPath(
  new URL('../../../tooling/generators/train-exported-models.py', import.meta.url),
);
const [batchSize, steps] = [8, 20];

/** Images of 6 × 6 with two channels, in three classes that their means tell. */
function pictures(count: number, start: number): ArrayDataset {
  const classes = Int32Array.from({ length: count }, (_, i) => (i * 7 + start) % 3);
  const values = Float32Array.from(
    { length: count * 72 },
    (_, i) => Math.sin(i * 0.37 + start) + 0.5 * classes[Math.floor(i / 72)]!,
  );
  return new ArrayDataset([hostArray(values, [count, 6, 6, 2]), classes]);
}

const train = pictures(batchSize * steps, 1);
const validation = pictures(24, 2);

const makeModel = (): Sequential =>
  new Sequential(
    new Conv2d(2, 6, 3, { padding: 'same' }),
    new LayerNorm(6),
    new GELU(),
    new MaxPool2d(2),
    new Flatten(),
    new Linear(54, 12),
    new ReLU(),
    new Linear(12, 3),
  );

/** Steps on consecutive batches; returns their losses. */
async function stepThrough(
  model: Sequential,
  optimizer: AnyOptimizer,
  count: number,
  schedule: Schedule,
): Promise<number[]> {
  const losses: number[] = [];
  for (let k = 0; k < count; k++) {
    const indices = Int32Array.from({ length: batchSize }, (_, i) => k * batchSize + i);
    const [x, y] = (await fetchBatch(train, indices)).map(({ values, shape, dtype }) =>
      tensor(values, { shape, dtype }),
    ) as [Tensor, Tensor];
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(x), y);
    loss.backward();
    clipGradNorm(model.parameters(), 1);
    optimizer.step();
    schedule.step();
    losses.push(Number(await loss.item()));
  }
  return losses;
}

const optimizers: Readonly<Record<string, (parameters: Parameter[]) => AnyOptimizer>> = {
  SGD: (parameters) => new SGD(parameters, { learningRate: 0.05 }),
  'SGD with momentum': (parameters) =>
    new SGD(parameters, { learningRate: 0.02, momentum: 0.9, nesterov: true, weightDecay: 1e-3 }),
  'SGD of groups': ([first, ...others]) =>
    new SGD([{ params: others, learningRate: 0.05, momentum: 0.5 }, { params: [first!] }], {
      learningRate: 0.01,
    }),
  Adam: (parameters) => new Adam(parameters, { learningRate: 3e-3, weightDecay: 1e-3, amsgrad: true }),
  AdamW: (parameters) => new AdamW(parameters, { learningRate: 3e-3, weightDecay: 0.1 }),
  NAdam: (parameters) => new NAdam(parameters),
  RAdam: (parameters) => new RAdam(parameters, { learningRate: 0.01 }),
  Adamax: (parameters) => new Adamax(parameters),
  RMSprop: (parameters) => new RMSprop(parameters, { momentum: 0.5, centered: true }),
  Adagrad: (parameters) => new Adagrad(parameters, { learningRateDecay: 0.1, initialSum: 0.1 }),
  Adadelta: (parameters) => new Adadelta(parameters),
  Rprop: (parameters) => new Rprop(parameters),
  Lion: (parameters) => new Lion(parameters, { learningRate: 1e-3, weightDecay: 0.1 }),
  'Adam of the last layer': (parameters) => new Adam(parameters.slice(-2), { learningRate: 0.01 }),
};

/** Schedules that differ from others in more than their rates. */
const schedules: Readonly<Record<string, (optimizer: AnyOptimizer) => Schedule>> = {
  OneCycleLR: (optimizer) => new OneCycleLR(optimizer, 0.05, 12, { threePhase: true }),
  CyclicLR: (optimizer) =>
    new CyclicLR(optimizer, 0.01, 0.05, { stepSizeUp: 3, stepSizeDown: 2, mode: 'triangular2' }),
};

const makeSmall = (): Sequential =>
  new Sequential(new Flatten(), new Linear(72, 5), new ReLU(), new Linear(5, 3));

async function lossesOf(place: string): Promise<number[]> {
  const lines = (await readFile(join(place, 'steps.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { loss: number }).loss);
}

describe.skipIf(missing)(missing ? `train.py (skipped: ${missing})` : 'train.py', () => {
  let folder: string;

  beforeAll(async () => {
    await useBackend(wasm());
    folder = await mkdtemp(join(tmpdir(), 'neurona-train-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('goes on as here in two processes, and its weights come back', async () => {
    manualSeed(3);
    const model = makeModel();
    const optimizer = new Adam(model.parameters(), { learningRate: 3e-3, weightDecay: 1e-3 });
    const schedule = new CosineAnnealingLR(optimizer, 50);
    await stepThrough(model, optimizer, 6, schedule);
    const place = join(folder, 'distributed', 'program');
    await savePyTorch(place, model, {
      inputs: [{ shape: [1, 6, 6, 2] }],
      training: {
        loss: crossEntropy,
        optimizer,
        schedule,
        scheduleEvery: 'step',
        batchSize,
        epochs: 1,
        clipNorm: 1,
      },
      data: { train, validation },
    });
    const { stdout } = await run(python, [
      ...torchrun,
      join(place, 'train.py'),
      '--no-shuffle',
      '--log',
      join(place, 'steps.jsonl'),
    ]);
    const theirs = await lossesOf(place);
    const ours = await stepThrough(model, optimizer, steps, schedule);
    expect(theirs).toHaveLength(steps);
    for (const [i, loss] of ours.entries()) expect(Math.abs(theirs[i]! - loss)).toBeLessThan(1e-4);

    const back = makeModel();
    await loadWeights(back, join(place, 'trained.safetensors'), {
      layout: 'torch',
      inputShape: [1, 6, 6, 2],
    });
    const own = model.stateDict();
    for (const [key, x] of Object.entries(back.stateDict())) {
      const [a, b] = [await x.data(), await own[key]!.data()];
      expect(Math.max(...Array.from(a, (value, i) => Math.abs(Number(value) - Number(b[i]))))).toBeLessThan(
        1e-4,
      );
    }
    const { loss } = await evaluate(back, validation, { loss: crossEntropy, batchSize: 8 });
    expect(loss).toBeCloseTo(Number(/validation loss ([\d.]+)/.exec(stdout)![1]), 5);
  }, 120_000);

  it('goes on with each optimizer and schedule as here', async () => {
    const started = new Map<string, readonly [Sequential, AnyOptimizer, Schedule]>();
    const root = join(folder, 'optimizers');
    const momentum = optimizers['SGD with momentum']!;
    for (const name of [...Object.keys(optimizers), ...Object.keys(schedules)]) {
      manualSeed(4);
      const model = makeSmall();
      if (name.endsWith('last layer')) model.freeze(/^1/);
      const optimizer = (optimizers[name] ?? momentum)(model.parameters());
      const schedule = schedules[name]?.(optimizer) ?? new StepLR(optimizer, 2, { gamma: 0.5 });
      await stepThrough(model, optimizer, 3, schedule);
      started.set(name, [model, optimizer, schedule]);
      await savePyTorch(join(root, name), model, {
        inputs: [{ shape: [1, 6, 6, 2] }],
        training: {
          loss: 'crossEntropy',
          optimizer,
          schedule,
          scheduleEvery: 'step',
          batchSize,
          epochs: 1,
          clipNorm: 1,
        },
        data: { train },
      });
    }
    await run(python, [trainAll, root]);
    for (const [name, [model, optimizer, schedule]] of started) {
      const theirs = await lossesOf(join(root, name));
      const ours = await stepThrough(model, optimizer, 5, schedule);
      expect(Math.max(...ours.map((loss, i) => Math.abs(theirs[i]! - loss))), name).toBeLessThan(1e-4);
    }
  }, 120_000);
});
