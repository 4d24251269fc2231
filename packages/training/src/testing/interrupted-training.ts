// internal: a training that is killed again and again by kills.slow.test.ts. Arguments: folder of checkpoints, file of the result.
import { writeSync } from 'node:fs';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeSafetensors, writeFileAtomically } from '@neurona/checkpoints';
import { ArrayDataset, DataLoader, type HostArray, hostArray } from '@neurona/datasets';
import { BatchNorm1d, crossEntropy, Dropout, Linear, ReLU, Sequential } from '@neurona/layers';
import { Adam, ExponentialMovingAverage, OneCycleLR } from '@neurona/optimizers';
import { mixup } from '@neurona/regularizers';
import { Generator, manualSeed, own, scoped, type Tensor } from '@neurona/tensor';
import {
  accuracy,
  CSVLogger,
  EarlyStopping,
  fit,
  LearningRateSchedule,
  ModelCheckpoint,
  type StatefulMetric,
  WeightAveraging,
} from '../index.js';

const [folder, result] = process.argv.slice(2) as [string, string];

/** Points in classes by the sign of the sum of products of neighbours. */
function points(count: number, phase: number): ArrayDataset {
  const values = Float32Array.from({ length: 6 * count }, (_, i) => Math.sin(5.1 * i + phase));
  const classes = Int32Array.from({ length: count }, (_, n) => {
    const [a, b, c] = [values[6 * n]!, values[6 * n + 1]!, values[6 * n + 2]!];
    return a * b + b * c > 0 ? 1 : 0;
  });
  return new ArrayDataset([hostArray(values, [count, 6]), hostArray(classes)]);
}

/** The largest score of all: no mean of batches. */
function largestScore(): StatefulMetric {
  let largest: Tensor | undefined;
  const replace = (value: Tensor | undefined): void => {
    largest?.dispose();
    largest = value && own(value);
  };
  return {
    update: (outputs) => replace(scoped(() => (largest ? outputs.max().maximum(largest) : outputs.max()))),
    result: async () => (await largest?.item()) ?? Number.NaN,
    reset: () => replace(undefined),
    stateDict: () => ({ ...(largest && { largest }) }),
    loadStateDict: (saved) => replace((saved as { largest?: Tensor }).largest?.clone()),
  };
}

await useBackend(wasm());
manualSeed(11);
const noise = new Generator(5);
const model = new Sequential(
  new Linear(6, 16),
  new BatchNorm1d(16),
  new ReLU(),
  new Dropout(0.2, { rng: noise }),
  new Linear(16, 2),
);
const optimizer = new Adam(model.parameters(), { learningRate: 0.01 });
const epochs = 6;
const data = new DataLoader(points(150, 0), { batchSize: 8, shuffle: true }); // 19 batches, the last one smaller
const schedule = new OneCycleLR(optimizer, 0.02, epochs * 10);
const history = await fit(model, data, {
  loss: crossEntropy,
  optimizer,
  metrics: { accuracy, largestScore: largestScore() },
  batchTransforms: [mixup({ numClasses: 2 })],
  accumulate: 2,
  clipNorm: 1,
  validation: new DataLoader(points(40, 1), { batchSize: 16 }),
  epochs,
  callbacks: [
    new LearningRateSchedule(schedule, { every: 'step' }),
    new WeightAveraging(new ExponentialMovingAverage(model.parameters(), { decay: 0.9 })),
    new EarlyStopping({ patience: 3, monitor: 'valAccuracy' }),
    new CSVLogger(`${folder}/log.csv`),
    { onStart: ({ isResumed, step }) => void writeSync(1, isResumed ? `resumed ${step}\n` : 'new\n') },
    new ModelCheckpoint(folder, { everySteps: 3, everyEpochs: 1, keepLast: 2, monitor: 'valLoss' }),
  ],
  generators: [noise],
  resume: folder,
  progress: false,
});
const weights: Record<string, HostArray> = {};
for (const [name, tensor] of Object.entries(model.stateDict())) {
  weights[name] = { values: await tensor.data(), shape: tensor.shape, dtype: tensor.dtype };
}
const { epochs: numbers, deviations, stopped, reason } = history;
const text = JSON.stringify({ numbers, deviations, stopped, reason, rate: optimizer.learningRate });
await writeFileAtomically(result, encodeSafetensors(weights, { history: text }));
