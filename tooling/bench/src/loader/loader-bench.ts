import { Worker } from 'node:worker_threads';
import { DataLoader, type DataLoaderOptions } from '@neurona/datasets';
import { type Tensor, tensor } from '@neurona/tensor';
import { trainingStep } from '../contenders/neurona.js';
import { type Measurement, measureInTurn, ratio, type Subject } from '../rounds.js';
import type { Start, Workload } from '../workloads/workload.js';
import { type LoaderSpec, loaderData } from './loader-data.js';

/** How a way of loading did. */
export interface LoaderWay extends Measurement {
  /** How many times longer a step took than with batches that are there already. */
  readonly overFloor: number;
  /** How many times longer the way without prefetching took. */
  readonly gain: number;
}

/** Training steps on loaded batches, one way of loading beside the other. */
export interface LoaderResult {
  readonly title: string;
  /** Steps of a turn. */
  readonly steps: number;
  /** The step alone, loading alone, then steps with loading. */
  readonly ways: readonly LoaderWay[];
}

/** Names of what the others are compared with. */
const loaderFloor = 'step alone, no loading';
const loaderPlain = 'no prefetch';

/** What loading costs: computing in this thread, or waiting for something else. */
export interface LoaderCase {
  readonly title: string;
  readonly blurs: number;
  readonly waitMs: number;
  /** Instead of the training step: milliseconds that a device beside the processor, as a GPU, would take for it. */
  readonly deviceMs?: number;
}

/** How much is measured, and with what. */
export interface LoaderEffort {
  readonly rounds: number;
  /** Steps of a turn, the same for all: each begins with nothing made ahead. */
  readonly steps: number;
  /** The compiled module of a worker. */
  readonly worker: URL | string;
}

/** Measures steps of a workload on batches that a `DataLoader` loads. */
export async function measureLoader(
  workload: Workload,
  start: Start,
  { title, blurs, waitMs, deviceMs }: LoaderCase,
  { rounds, steps, worker }: LoaderEffort,
): Promise<LoaderResult> {
  const { batchSize, classes, exampleShape } = workload;
  const spec: LoaderSpec = { shape: exampleShape, classes, length: 4 * batchSize, blurs, waitMs };
  const training = trainingStep(workload, start);
  const elsewhere = async (x: Tensor): Promise<Tensor> => {
    const result = x.clone();
    await new Promise((resolve) => setTimeout(resolve, deviceMs));
    return result;
  };
  const work = deviceMs === undefined ? training.stepOn : elsewhere;
  const loaders: DataLoader[] = [];
  const batchSampler = { length: steps, batches: () => repeated(spec.length, batchSize, steps) };
  const loading = (name: string, options: DataLoaderOptions, step: Step = work): Subject => {
    const loader = new DataLoader(loaderData(spec), { ...options, batchSampler });
    loaders.push(loader);
    return timed(name, steps, async () => {
      let loss: Tensor | undefined;
      for await (const [x, y] of loader) {
        loss?.dispose();
        loss = await step(x!, y!);
      }
      return loss!;
    });
  };
  const workers = (count: number): DataLoaderOptions => ({
    workers: { count, persistent: true, create: () => new Worker(worker, { workerData: spec }) },
  });
  const there = start.batches.map(({ inputs: { values, shape }, targets }) => [
    tensor(values, { shape }),
    tensor(targets),
  ]);
  const alone = timed(loaderFloor, steps, async () => {
    let loss: Tensor | undefined;
    for (let i = 0; i < steps; i++) {
      loss?.dispose();
      const [x, y] = there[i % there.length]!;
      loss = await work(x!, y!);
    }
    return loss!;
  });
  const measured = await measureInTurn(
    [
      alone,
      loading('loading alone, no step', { prefetch: 0 }, (x) => x.clone()),
      loading(loaderPlain, { prefetch: 0 }),
      loading('prefetch 2', { prefetch: 2 }),
      loading('1 worker', workers(1)),
      loading('2 workers', workers(2)),
    ],
    { rounds, turnSeconds: 0 },
  );
  for (const loader of loaders) await loader.close();
  for (const array of there.flat()) array.dispose();
  training.close();
  const plain = measured.find(({ name }) => name === loaderPlain)!;
  const ways = measured.map((way) => ({
    ...way,
    overFloor: ratio(way, measured[0]!),
    gain: ratio(plain, way),
  }));
  return { title, steps, ways };
}

type Step = (x: Tensor, y: Tensor) => Tensor | Promise<Tensor>;

/** Seconds of a step, over a run of some; the last loss is waited for. */
const timed = (name: string, steps: number, work: () => Promise<Tensor>): Subject => ({
  name,
  async run() {
    const begin = performance.now();
    const loss = await work();
    await loss.data();
    loss.dispose();
    return (performance.now() - begin) / 1000 / steps;
  },
});

/** So many batches of examples from 0 on, again and again. */
function* repeated(examples: number, batchSize: number, count: number): Generator<number[], void, void> {
  for (let batch = 0; batch < count; batch++)
    yield Array.from({ length: batchSize }, (_, i) => (batch * batchSize + i) % examples);
}
