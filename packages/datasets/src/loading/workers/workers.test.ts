import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import type { Tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DatasetError } from '../../dataset-error.js';
import { bundleWorker } from '../../testing/bundle-worker.js';
import { counting, noisy, stream } from '../../testing/noisy-dataset.js';
import { DataLoader } from '../data-loader.js';
import type { WorkerOptions } from './dataset-worker.js';

let file: string;
beforeAll(async () => {
  await useBackend(cpu());
  file = await bundleWorker(new URL('../../testing/scenes.worker.ts', import.meta.url));
});

const threads: Worker[] = [];
const ended = new Set<Worker>();
function start(scene: string): Worker {
  const worker = new Worker(file, { workerData: scene });
  threads.push(worker);
  worker.on('exit', () => ended.add(worker));
  return worker;
}

afterEach(() => {
  expect(threads.filter((worker) => !ended.has(worker)).length).toBe(0); // no thread outlives a loop
  threads.length = 0;
});

const workers = (scene: string, count = 2): { count: number; create: () => Worker } => ({
  count,
  create: () => start(scene),
});

async function valuesOf(loader: AsyncIterable<readonly Tensor[]>): Promise<number[][]> {
  const batches: number[][] = [];
  for await (const [x] of loader) batches.push(Array.from(await x!.data()));
  return batches;
}

describe('loading in worker threads', () => {
  const options = { batchSize: 4, shuffle: true, seed: 3 };

  it('gives the batches of this thread, for any number of workers and of batches ahead', async () => {
    const here = new DataLoader(noisy(23), options);
    const expected = [await valuesOf(here), await valuesOf(here)];
    expect(expected[0]).not.toEqual(expected[1]);
    for (const [count, prefetch] of [
      [1, 0],
      [2, 5],
    ] as const) {
      const there = new DataLoader(noisy(23), { ...options, prefetch, workers: workers('noisy', count) });
      expect([await valuesOf(there), await valuesOf(there)]).toEqual(expected);
    }
  });

  it('keeps persistent workers for the next pass', async () => {
    const loader = new DataLoader(noisy(23), {
      ...options,
      workers: { ...workers('noisy'), persistent: true },
    });
    const passes = [await valuesOf(loader), await valuesOf(loader)];
    expect(threads.length).toBe(2);
    await loader.close();
    const here = new DataLoader(noisy(23), options);
    expect(passes).toEqual([await valuesOf(here), await valuesOf(here)]);
  });

  it('shares a stream out, each example once', async () => {
    const there = await valuesOf(
      new DataLoader(stream(23), { batchSize: 4, seed: 3, workers: workers('stream') }),
    );
    expect(there.map((batch) => batch.length)).toEqual([4, 4, 4, 4, 4, 3]);
    expect(there.flat()).not.toEqual(there.flat().toSorted((a, b) => a - b));
    expect(there.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, i) => i));
    const alone = new DataLoader(stream(23), { batchSize: 4, seed: 3, workers: workers('stream', 1) });
    expect(await valuesOf(alone)).toEqual(there);
  });

  it('ends workers and frees batches when a loop is left early or its signal says so', async () => {
    const before = liveMemory();
    for await (const _ of new DataLoader(noisy(23), { ...options, workers: workers('noisy') })) break;
    const stop = new AbortController();
    const loader = new DataLoader(counting(12), { workers: workers('hangs'), signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(valuesOf(loader)).rejects.toThrow('enough');
    expect(liveMemory()).toEqual(before);
  });
});

describe('workers of workers', () => {
  it('load as workers do', async () => {
    const there = new DataLoader(counting(23), { batchSize: 23, workers: workers('nested', 1) });
    const [values] = await valuesOf(there);
    const here = await valuesOf(new DataLoader(noisy(23), { batchSize: 1, seed: 3 }));
    expect(values).toEqual(here.map(([first]) => first));
  });
});

describe('a program with workers', () => {
  it('goes on where it stood, with the batches that would have come', async () => {
    const options = { batchSize: 4, shuffle: true, seed: 3, workers: workers('noisy') };
    const loader = new DataLoader(noisy(23), options);
    let state = loader.stateDict();
    for await (const _ of loader) {
      state = loader.stateDict();
      if (state.batches === 2) break; // others were made ahead by now
    }
    const resumed = new DataLoader(noisy(23), options);
    resumed.loadStateDict(state);
    const here = new DataLoader(noisy(23), { batchSize: 4, shuffle: true, seed: 3 });
    expect(await valuesOf(resumed)).toEqual((await valuesOf(here)).slice(2));
    expect(await valuesOf(resumed)).toEqual(await valuesOf(here));
  });

  it('can end without closing anything', async () => {
    const program = await bundleWorker(new URL('../../testing/abandon.main.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, file], { timeout: 120_000 });
    expect(stdout).toBe('[ 2, 2 ]\n');
  });
});

describe('a worker that fails', () => {
  const load = (scene: string, more: Partial<WorkerOptions> = {}): Promise<number[][]> =>
    valuesOf(new DataLoader(counting(12), { batchSize: 4, workers: { ...workers(scene, 1), ...more } }));

  it('names the example that it could not load', async () => {
    const error = await load('throws').catch((reason) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toBe(
      '[DataLoader] expected example 5, got RangeError: five is right out (worker 0).',
    );
    expect(error.cause.stack).toContain(file); // where in the worker it came from
  });

  it.each([
    ['dies', 'worker 0 to make examples 4, 5, 6, 7, got exit code 3.'],
    ['crashes', 'worker 0 to make examples 4, 5, 6, 7, got TypeError: nobody catches this.'],
    [
      'is something else',
      "worker 0 to make examples 0, 1, 2, 3, got exit code 0. The worker's module must call serveDataset.",
    ],
    ['has no data', "a data set from serveDataset's function, got Error: the disk is empty (worker 0)."],
    [
      'has other data',
      "12 examples in the worker, as the loader's data set has, got 23 (worker 0). serveDataset must have the same examples; transforms may differ.",
    ],
  ])('gives an error: %s', async (scene, message) => {
    const error = await load(scene).catch((reason) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toBe(`[DataLoader] expected ${message}`);
  });

  it('fails the pass alone: the next one begins with new workers', async () => {
    let starts = 0;
    const create = (): Worker => start(starts++ === 0 ? 'dies' : 'counting');
    const loader = new DataLoader(counting(12), {
      batchSize: 4,
      workers: { count: 1, create, persistent: true },
    });
    await expect(valuesOf(loader)).rejects.toThrow('got exit code 3');
    expect(await valuesOf(loader)).toEqual(await valuesOf(new DataLoader(counting(12), { batchSize: 4 })));
    await loader.close();
  });

  it('gives an error when it takes too long', async () => {
    await expect(load('hangs', { timeoutMs: 50 })).rejects.toThrow(
      '[DataLoader] expected worker 0 to make examples 0, 1, 2, 3, got nothing for 50 ms.',
    );
  });

  it('gives an error when it can not be started, and the others end', async () => {
    const create = (number: number): Worker => {
      if (number === 1) throw new Error('no more threads');
      return start('noisy');
    };
    await expect(load('noisy', { count: 2, create })).rejects.toThrow('no more threads');
  });
});
