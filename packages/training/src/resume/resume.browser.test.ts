import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { listCheckpoints } from '@neurona/checkpoints';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Dropout, Linear, mse, Sequential } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { manualSeed } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { type Callback, CSVLogger, fit, ModelCheckpoint, TensorBoard } from '../index.js';

const folder = 'runs/line';

beforeAll(async () => {
  await useBackend(wasm());
});

/** Trains on points on a line, up to a step. */
async function train(options: { readonly keeps: boolean; readonly until?: number }) {
  manualSeed(3);
  const x = Float32Array.from({ length: 24 }, (_, i) => Math.sin(i));
  const data = new ArrayDataset([
    hostArray(x, [24, 1]),
    hostArray(
      x.map((v) => 2 * v),
      [24, 1],
    ),
  ]);
  const model = new Sequential(new Linear(1, 8), new Dropout(0.2), new Linear(8, 1));
  const controller = new AbortController();
  const stop: Callback = {
    onStep: ({ totalSteps }) => void (totalSteps === options.until && controller.abort()),
  };
  const keeping = [
    new CSVLogger(`${folder}/log.csv`),
    new TensorBoard(folder),
    new ModelCheckpoint(folder, { everySteps: 2, keepLast: 2 }),
  ];
  const history = await fit(model, new DataLoader(data, { batchSize: 4, shuffle: true }), {
    loss: mse,
    optimizer: new Adam(model.parameters(), { learningRate: 0.01 }),
    epochs: 3,
    callbacks: [stop, ...(options.keeps ? keeping : [])],
    signal: controller.signal,
    ...(options.keeps && { resume: folder }),
    progress: false,
  });
  return { history, weights: await Promise.all(model.parameters().map((parameter) => parameter.data())) };
}

it('a training in a page goes on from the page’s own storage', async () => {
  const whole = await train({ keeps: false });
  expect((await train({ keeps: true, until: 9 })).history.stopped).toBe('aborted');
  expect((await listCheckpoints(folder)).map(({ step }) => step)).toEqual([8, 9]);
  const resumed = await train({ keeps: true });
  expect(resumed.history.epochs).toEqual(whole.history.epochs);
  expect(resumed.weights).toEqual(whole.weights);
  let place = await navigator.storage.getDirectory();
  for (const name of folder.split('/')) place = await place.getDirectoryHandle(name);
  const rows = await (await (await place.getFileHandle('log.csv')).getFile()).text();
  expect(rows.trimEnd().split('\n')).toHaveLength(4);
  const events: number[] = [];
  for await (const [name, handle] of place.entries()) {
    if (name.startsWith('events.') && handle.kind === 'file')
      events.push((await (handle as FileSystemFileHandle).getFile()).size);
  }
  expect(events).toHaveLength(2);
  expect(Math.min(...events)).toBeGreaterThan(0);
});
