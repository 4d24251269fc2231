import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import type { Tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { DatasetError } from '../../dataset-error.js';
import { counting, noisy, stream } from '../../testing/noisy-dataset.js';
import { DataLoader } from '../data-loader.js';
import type { WorkerOptions } from './dataset-worker.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const workers = (scene: string, count = 2): WorkerOptions => ({
  count,
  create: () =>
    new Worker(new URL('../../testing/scenes.worker.ts', import.meta.url), { type: 'module', name: scene }),
});

async function valuesOf(loader: AsyncIterable<readonly Tensor[]>): Promise<number[][]> {
  const batches: number[][] = [];
  for await (const [x] of loader) batches.push(Array.from(await x!.data()));
  return batches;
}

describe('loading in web workers', () => {
  it('gives the batches of this thread', async () => {
    const options = { batchSize: 4, shuffle: true, seed: 3 };
    const here = new DataLoader(noisy(23), options);
    const there = new DataLoader(noisy(23), {
      ...options,
      workers: { ...workers('noisy'), persistent: true },
    });
    for (let pass = 0; pass < 2; pass++) expect(await valuesOf(there)).toEqual(await valuesOf(here));
    await there.close();
    const streamed = await valuesOf(new DataLoader(stream(23), { batchSize: 4, workers: workers('stream') }));
    expect(streamed.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, i) => i));
  });

  it.each([
    ['throws', 'example 5, got RangeError: five is right out (worker 0).'],
    ['dies', 'worker 0 to make examples 4, 5, 6, 7, got its end.'],
    ['has no data', "a data set from serveDataset's function, got Error: the disk is empty (worker 0)."],
  ])('gives an error where a worker fails: %s', async (scene, message) => {
    const loader = new DataLoader(counting(12), { batchSize: 4, workers: workers(scene, 1) });
    const error = await valuesOf(loader).catch((reason) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toBe(`[DataLoader] expected ${message}`);
  });

  it('gives an error where the module is missing', async () => {
    const create = (): Worker => new Worker('/there-is-no-such-module.js', { type: 'module' });
    const loader = new DataLoader(counting(12), { workers: { count: 1, create } });
    await expect(valuesOf(loader)).rejects.toThrow('expected worker 0 to make examples 0, 1, 2, 3');
  });
});
