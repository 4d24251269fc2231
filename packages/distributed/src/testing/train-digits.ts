// A program of the tests, one rank of it: trains on digits for 50 steps, and rank 0 writes losses and weights.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { webgpu } from '@neurona/backend-webgpu';
import { DataLoader, digits, mapDataset, Subset } from '@neurona/datasets';
import { BatchNorm2d, Conv2d, Flatten, Linear, ReLU, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { manualSeed } from '@neurona/tensor';
import { type Callback, fit, ModelCheckpoint } from '@neurona/training';
import { mpi } from '../mpi/mpi.js';

const { values: given } = parseArgs({
  options: {
    out: { type: 'string' },
    folder: { type: 'string' },
    webgpu: { type: 'boolean' }, // in software, 5 steps
    norm: { type: 'boolean' }, // with batch normalisation, synchronised
    wrong: { type: 'string' }, // what is so on the last rank: killed, throws, model, shape
  },
});

await useBackend(given.webgpu ? webgpu({ software: true }) : wasm({ threads: 1 }));
const group = await mpi();
const wrong = group.rank === group.size - 1 ? given.wrong : undefined;

manualSeed(group.rank); // rank 0's weights are everybody's
const all = await digits();
const numbers = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i);
const train = new Subset(all, numbers(0, given.webgpu ? 300 : 630)); // 5 or 10 batches of 64, the last one smaller
const data = wrong === 'shape' ? mapDataset(train, ([x, y]) => [{ ...x!, shape: [4, 16, 1] }, y!]) : train;
const channels = wrong === 'model' ? 5 : 4;
const model = new Sequential(
  new Conv2d(1, channels, 3, { padding: 'same' }),
  ...(given.norm ? [new BatchNorm2d(channels)] : []),
  new ReLU(),
  new Flatten(),
  new Linear(64 * channels, 10),
);
const failing: Callback = {
  onStep(state) {
    if (state.totalSteps !== 35) return;
    if (wrong === 'killed') process.kill(process.pid, 'SIGKILL');
    if (wrong === 'throws') throw new Error('the disk is full');
  },
};
const history = await fit(model, new DataLoader(data, { batchSize: 64, shuffle: true, seed: 1 }), {
  loss: 'crossEntropy',
  optimizer: new SGD(model.parameters(), { learningRate: 0.1, momentum: 0.9 }),
  metrics: ['accuracy'],
  validation: new DataLoader(new Subset(all, numbers(1000, given.webgpu ? 50 : 300)), { batchSize: 256 }),
  epochs: given.webgpu ? 1 : 5,
  callbacks: [
    failing,
    ...(given.folder === undefined
      ? []
      : [new ModelCheckpoint(given.folder, { everySteps: 10, keepLast: 2 })]),
  ],
  ...(given.folder !== undefined && { resume: given.folder }),
  ...(!given.webgpu && { syncBatchNorm: true }),
  group,
});
if (group.rank === 0 && given.out !== undefined) {
  const weights = await Promise.all(Object.values(model.stateDict()).map((x) => x.data()));
  await writeFile(
    given.out,
    JSON.stringify({ epochs: history.epochs, weights: weights.flatMap((x) => Array.from(x)) }),
  );
}
await group.close();
