// A program of the tests: takes one batch of a loader with workers and goes home without closing anything.
import { Worker } from 'node:worker_threads';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { DataLoader } from '../loading/data-loader.js';
import { noisy } from './noisy-dataset.js';

await useBackend(wasm());
const create = (): Worker => new Worker(process.argv[2]!, { workerData: 'noisy' });
const batches = new DataLoader(noisy(23), { workers: { count: 2, create, persistent: true }, batchSize: 2 });
const { value } = await batches[Symbol.asyncIterator]().next();
console.log(value?.[0]?.shape);
