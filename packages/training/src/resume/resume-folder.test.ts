import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import {
  decodeTrainingCheckpoint,
  loadTrainingCheckpoint,
  saveTrainingCheckpoint,
} from '@neurona/checkpoints';
import type { DataLoader } from '@neurona/datasets';
import { Linear, mse, Sequential } from '@neurona/layers';
import { Adam, SGD } from '@neurona/optimizers';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Callback, EarlyStopping, type FitOptions, fit, ModelCheckpoint } from '../index.js';
import { loader } from '../testing/short-training.js';

let folder: string;
beforeAll(async () => {
  await useBackend(cpu());
  folder = await mkdtemp(join(tmpdir(), 'neurona-resumed-'));
});
afterAll(() => rm(folder, { recursive: true }));

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

  it('goes on with batches of another size where an epoch begins', async () => {
    await train('resized', 2).history;
    const model = new Sequential(new Linear(1, 4), new Linear(4, 1));
    const optimizer = new Adam(model.parameters());
    const settings = { loss: mse, optimizer, epochs: 3, resume: join(folder, 'resized'), progress: false };
    const data = (): DataLoader => loader({ shuffle: true, batchSize: 6 });
    const places: number[][] = [];
    const history = await fit(model, data(), {
      ...settings,
      validation: loader({ batchSize: 12 }),
      callbacks: [{ onStep: ({ epoch, totalSteps }) => void places.push([epoch, totalSteps]) }],
    });
    expect(history.epochs).toHaveLength(3);
    expect(places).toEqual([
      [2, 7],
      [2, 8],
    ]);
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
    const before = liveMemory();
    const model = new Sequential(new Linear(2, 5));
    const optimizer = new SGD(model.parameters());
    const run = fit(model, loader({ shuffle: true }), { loss: mse, optimizer, progress: false, resume });
    await expect(run).rejects.toThrow(
      /^\[fit\] expected the checkpoint of this model, .* \(.*step-000000003\.safetensors\)\. Build them as they were/,
    );
    model.dispose();
    expect(liveMemory()).toEqual(before);
  });
});
