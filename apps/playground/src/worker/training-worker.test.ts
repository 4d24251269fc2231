import { expect, it } from 'vitest';
import type { CreateTrainer, Line } from './protocol.js';
import { serveTraining } from './serve-training.js';
import { TrainingWorker, type WorkerLine } from './training-worker.js';
import { transferred } from './transfer.js';

let endedStreams = 0;

/** Counts to a limit; answers with its count; breaks when it is asked to. */
const createCounter: CreateTrainer<{ readonly limit: number }, number> = ({ limit }) => {
  let count = 0;
  return {
    step: () => ++count >= limit,
    snapshot: () => count,
    answers: {
      count: () => count,
      length: (bytes: Uint8Array) => bytes.length,
      async *upTo(last: number) {
        try {
          for (let i = 1; i <= last; i++) yield i;
          if (last === 3) throw new Error('three is too far');
        } finally {
          endedStreams++;
        }
      },
      break: () => {
        throw new Error('broken');
      },
    },
    dispose: () => {},
  };
};

/** A worker's line with the worker in this thread. */
class NearbyWorker implements WorkerLine {
  static readonly open = new Set<NearbyWorker>();
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  readonly #channel = new MessageChannel();

  constructor() {
    NearbyWorker.open.add(this);
    serveTraining(
      { counter: async () => createCounter as CreateTrainer<never, unknown> },
      this.#channel.port2 as unknown as Line,
    );
    this.#channel.port1.onmessage = (event) => this.onmessage?.(event);
  }

  postMessage(message: unknown, buffers: Transferable[] = []): void {
    this.#channel.port1.postMessage(message, buffers);
  }

  terminate(): void {
    NearbyWorker.open.delete(this);
    this.#channel.port1.close();
  }
}

const open = (limit: number) =>
  new TrainingWorker<{ readonly limit: number }, number>({
    worker: () => new NearbyWorker(),
    trainer: 'counter',
    settings: { limit },
    seed: 1,
    device: 'cpu',
    software: false,
    speed: Number.POSITIVE_INFINITY,
  });
const becomes = (training: ReturnType<typeof open>, status: string) =>
  expect.poll(() => training.status.value, { interval: 5, timeout: 120_000 }).toBe(status);

it('loads, trains to the end, and begins anew', async () => {
  const training = open(2000);
  expect(training.status.value).toBe('loading');
  await becomes(training, 'idle');
  expect(training.device.value?.name).toBe('cpu');
  training.start();
  expect(training.status.value).toBe('running');
  await becomes(training, 'finished');
  expect([training.snapshot.value, training.steps.value]).toEqual([2000, 2000]);
  training.reset(9);
  await expect.poll(() => training.steps.value).toBe(0);
  expect([training.status.value, training.seed.value]).toEqual(['idle', 9]);
  training.dispose();
});

it('is not led back by a snapshot from before the last order', async () => {
  const training = open(1e9);
  await becomes(training, 'idle');
  const [worker] = [...NearbyWorker.open].slice(-1);
  const late = { type: 'snapshot', snapshot: 5, steps: 5, activity: 'running', orders: 1 };
  training.start();
  await becomes(training, 'running');
  training.pause();
  worker!.onmessage!(new MessageEvent('message', { data: late })); // it was on its way
  expect(training.status.value).toBe('idle');
  training.start();
  await expect.poll(() => training.steps.value, { timeout: 120_000 }).toBeGreaterThan(5);
  expect(training.status.value).toBe('running');
  training.dispose();
});

it('asks the trainer, and rejects with what it throws', async () => {
  const training = open(10);
  training.step();
  await expect(training.ask<number>('count', undefined)).resolves.toBe(1);
  await expect(training.ask('break', undefined)).rejects.toThrow('broken');
  training.dispose();
});

it('ends its worker when it is disposed of, and rejects what was still asked', async () => {
  const training = open(10);
  await becomes(training, 'idle');
  const before = NearbyWorker.open.size;
  const question = training.ask('count', undefined);
  training.dispose();
  await expect(question).rejects.toThrow('ended');
  await expect.poll(() => NearbyWorker.open.size).toBe(before - 1);
});

it('keeps a message when the worker dies, and starts again with the settings of then', async () => {
  const training = open(10);
  await becomes(training, 'idle');
  training.set({ limit: 3 });
  const [worker] = [...NearbyWorker.open].slice(-1);
  worker!.onerror!({ message: 'out of memory' } as ErrorEvent);
  expect([training.status.value, training.problem.value]).toEqual([
    'failed',
    { kind: 'crash', message: 'out of memory' },
  ]);
  training.open();
  await becomes(training, 'idle');
  expect(training.problem.value).toBeUndefined();
  training.start();
  await becomes(training, 'finished');
  expect(training.steps.value).toBe(3);
  training.dispose();
});

it('goes on training on another device', async () => {
  const training = open(1e9);
  await becomes(training, 'idle');
  training.start();
  training.setDevice('wasm');
  await expect.poll(() => training.device.value?.name, { timeout: 120_000 }).toBe('wasm');
  await becomes(training, 'running');
  training.dispose();
});

it('reads a streamed answer in a loop, and ends it when the loop is left', async () => {
  const training = open(10);
  const read: number[] = [];
  for await (const part of training.stream<number>('upTo', 5)) read.push(part);
  expect(read).toEqual([1, 2, 3, 4, 5]);
  const before = endedStreams;
  for await (const part of training.stream<number>('upTo', 1e6)) if (part === 4) break;
  await expect.poll(() => endedStreams).toBe(before + 1);
  const failing = async () => {
    for await (const part of training.stream<number>('upTo', 3)) read.push(part);
  };
  await expect(failing()).rejects.toThrow('three is too far');
  training.dispose();
});

it('hands the buffers of a question over', async () => {
  const training = open(10);
  const bytes = new Uint8Array(32);
  await expect(training.ask<number>('length', transferred(bytes, [bytes.buffer]))).resolves.toBe(32);
  expect(bytes.length).toBe(0);
  training.dispose();
});
