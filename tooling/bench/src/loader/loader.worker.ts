// A worker of the loader's benchmark.
import { workerData } from 'node:worker_threads';
import { serveDataset } from '@neurona/datasets';
import { type LoaderSpec, loaderData } from './loader-data.js';

serveDataset(() => loaderData(workerData as LoaderSpec));
