// A worker of the tests: what it serves is the scene that it was started with.
import { mapDataset } from '../combining/map-dataset.js';
import { shuffleBuffer } from '../combining/shuffle-buffer.js';
import { serveDataset } from '../loading/workers/serve-dataset.js';
import { faulty, noisy, stream } from './noisy-dataset.js';

const threads = typeof process === 'undefined' ? undefined : process.getBuiltinModule('node:worker_threads');
const web = globalThis as unknown as { readonly name: string; close(): void };
const scene: string = threads ? threads.workerData : web.name;

const scenes: Record<string, () => void> = {
  noisy: () => serveDataset(() => noisy(23)),
  stream: () => serveDataset(() => mapDataset(shuffleBuffer(stream(23), 5), async (example) => example)),
  throws: () =>
    serveDataset(() =>
      faulty(12, 5, () => {
        throw new RangeError('five is right out');
      }),
    ),
  dies: () => serveDataset(() => faulty(12, 5, () => (threads ? process.exit(3) : web.close()))),
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
