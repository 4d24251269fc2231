// A worker of the tests: what it serves is the scene that it was started with.
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { mapDataset } from '../combining/map-dataset.js';
import { shuffleBuffer } from '../combining/shuffle-buffer.js';
import { ArrayDataset } from '../dataset.js';
import { DataLoader } from '../loading/data-loader.js';
import type { DatasetWorker } from '../loading/workers/dataset-worker.js';
import { serveDataset } from '../loading/workers/serve-dataset.js';
import { counting, faulty, noisy, stream } from './noisy-dataset.js';

const threads = typeof process === 'undefined' ? undefined : process.getBuiltinModule('node:worker_threads');
const web = globalThis as unknown as { readonly name: string; close(): void };
const scene: string = threads ? threads.workerData : web.name;

const scenes: Record<string, () => void> = {
  noisy: () => serveDataset(() => noisy(23)),
  counting: () => serveDataset(() => counting(12)),
  stream: () => serveDataset(() => mapDataset(shuffleBuffer(stream(23), 5), async (example) => example)),
  throws: () =>
    serveDataset(() =>
      faulty(12, 5, () => {
        throw new RangeError('five is right out');
      }),
    ),
  dies: () => serveDataset(() => faulty(12, 5, () => (threads ? process.exit(3) : web.close()))),
  crashes: () =>
    serveDataset(() => ({
      length: 12,
      get(index) {
        if (index !== 5) return counting(12).get(index);
        setTimeout(() => {
          throw new TypeError('nobody catches this'); // outside of loading
        });
        return new Promise<never>(() => {});
      },
    })),
  nested: () =>
    serveDataset(async () => {
      await useBackend(cpu());
      const create = (): DatasetWorker =>
        new threads!.Worker(new URL(import.meta.url), { workerData: 'noisy' });
      const loader = new DataLoader(noisy(23), { batchSize: 1, seed: 3, workers: { count: 2, create } });
      const values: number[] = [];
      for await (const [x] of loader) values.push((await x!.data())[0]!);
      return new ArrayDataset([Float32Array.from(values)]);
    }),
  'has no data': () =>
    serveDataset(() => {
      throw new Error('the disk is empty');
    }),
  hangs: () =>
    serveDataset(() => ({ length: 12, get: () => new Promise(() => setInterval(() => {}, 1000)) })),
  'has other data': () => serveDataset(() => noisy(23)),
  'is something else': () => {},
};
scenes[scene]!();
