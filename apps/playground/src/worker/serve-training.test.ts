import { expect, it } from 'vitest';
import type { Command, CreateTrainer, Line, Report } from './protocol.js';
import { serveTraining } from './serve-training.js';
import { transferred } from './transfer.js';

interface Settings {
  readonly limit: number;
  readonly rate: number;
}

/** A trainer that counts: a step is one more, a snapshot the count. */
const createCounter: CreateTrainer<Settings, number> = (settings, seed, { onProgress }) => {
  if (seed === 4) for (const loaded of [10, 20]) onProgress(loaded, 20);
  let [count, { limit, rate }] = [seed, settings];
  return {
    step() {
      count += rate;
      if (count > 1000) throw new Error('too far');
      return count >= limit;
    },
    snapshot: () => count,
    update(next) {
      if (next.limit !== limit) return false;
      rate = next.rate;
      return true;
    },
    answers: {
      double: (value: number) => 2 * value,
      refuse: () => {
        throw new Error('not today');
      },
      bytes: (size: number) => {
        const { buffer } = new Uint8Array(size).fill(7);
        made = buffer;
        return transferred(buffer, [buffer]);
      },
      async *words(last: number) {
        try {
          for (let i = 1; i <= last; i++) yield `word ${i}`;
        } finally {
          closed++;
        }
      },
    },
    dispose() {
      limit = 0;
    },
  };
};

let made: ArrayBuffer | undefined; // what an answer handed over
let closed = 0; // streams that ended

/** A training behind a real channel; the page's end of it, and every report so far. */
async function open(settings: Settings, speed = Infinity) {
  const { port1, port2 } = new MessageChannel();
  const reports: Report<number>[] = [];
  serveTraining(
    { counter: async () => createCounter as CreateTrainer<never, unknown> },
    port2 as unknown as Line,
  );
  port1.onmessage = ({ data }) => reports.push(data);
  const send = (command: Command<Settings>) => port1.postMessage(command);
  const until = async (isThere: (report: Report<number>) => boolean) => {
    await expect.poll(() => reports.some(isThere), { interval: 2, timeout: 120_000 }).toBe(true);
    return reports.find(isThere)!;
  };
  send({ type: 'open', trainer: 'counter', settings, seed: 0, speed, device: 'cpu', software: false });
  await until(({ type }) => type === 'snapshot');
  const close = () => send({ type: 'dispose' });
  return { reports, send, until, close };
}

const shows = (activity: string, count: number) => (report: Report<number>) =>
  report.type === 'snapshot' && report.activity === activity && report.snapshot === count;

it('tells the device, shows the beginning, and trains to the end', async () => {
  const { reports, send, until, close } = await open({ limit: 50, rate: 1 });
  expect(reports[0]).toMatchObject({ type: 'ready', device: { name: 'cpu', skipped: [] } });
  expect(reports[1]).toEqual({ type: 'snapshot', snapshot: 0, steps: 0, activity: 'idle', orders: 0 });
  send({ type: 'shown' });
  send({ type: 'start' });
  send({ type: 'shown' });
  await until((report) => report.type === 'snapshot' && report.steps > 0);
  send({ type: 'shown' });
  expect(await until(shows('finished', 50))).toMatchObject({ steps: 50 });
  close();
});

it('sends no snapshot before the last was drawn', async () => {
  const { reports, send, until, close } = await open({ limit: 900, rate: 1e-9 });
  const snapshots = () => reports.filter(({ type }) => type === 'snapshot');
  /** Trains for some frames: after each, a question is answered between two steps. */
  const train = async (id: number) => {
    for (const last = id + 8; id < last; id++) {
      await new Promise((resolve) => setTimeout(resolve, 16));
      send({ type: 'ask', id, question: 'double', input: id });
      await until((report) => report.type === 'answer' && report.id === id);
    }
  };
  send({ type: 'start' });
  await train(0);
  expect(snapshots()).toHaveLength(1);
  send({ type: 'shown' });
  await expect.poll(() => snapshots().length, { interval: 2, timeout: 120_000 }).toBe(2);
  await train(8);
  expect(snapshots()).toHaveLength(2);
  close();
});

it('steps once, pauses, and begins anew with a seed', async () => {
  const { send, until, close } = await open({ limit: 900, rate: 1 });
  send({ type: 'shown' });
  send({ type: 'step' });
  await until(shows('idle', 1));
  send({ type: 'shown' });
  send({ type: 'start' });
  send({ type: 'reset', seed: 7 });
  send({ type: 'shown' });
  await until(shows('idle', 7));
  close();
});

it('takes settings over while it trains, or begins anew with them and goes on', async () => {
  const { send, until, close } = await open({ limit: 900, rate: 0 }, 200);
  send({ type: 'shown' });
  send({ type: 'start' });
  send({ type: 'settings', settings: { limit: 900, rate: 1 } });
  await until((report) => report.type === 'snapshot' && report.activity === 'running');
  send({ type: 'settings', settings: { limit: 3, rate: 1 } });
  for (let i = 0; i < 4; i++) send({ type: 'shown' });
  await until(shows('finished', 3));
  close();
});

it('keeps to its speed', async () => {
  const { send, until, close } = await open({ limit: 900, rate: 1 }, 20);
  send({ type: 'shown' });
  const start = performance.now();
  send({ type: 'start' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  send({ type: 'shown' });
  send({ type: 'pause' });
  const isLast = (report: Report<number>) =>
    report.type === 'snapshot' && report.activity === 'idle' && report.steps > 0;
  const last = await until(isLast);
  const due = (performance.now() - start) / 50;
  const steps = last.type === 'snapshot' ? last.steps : 0;
  expect(steps).toBeGreaterThan(0);
  expect(steps).toBeLessThan(due + 4); // what 100 ms of waiting left undone is caught up
  close();
});

it('answers questions, and says why not', async () => {
  const { send, until, close } = await open({ limit: 900, rate: 1 });
  send({ type: 'ask', id: 1, question: 'double', input: 21 });
  send({ type: 'ask', id: 2, question: 'refuse', input: undefined });
  send({ type: 'ask', id: 3, question: 'unknown', input: undefined });
  expect(await until((report) => report.type === 'answer')).toEqual({ type: 'answer', id: 1, answer: 42 });
  await until((report) => report.type === 'refusal' && report.problem.message === 'not today');
  await until(
    (report) => report.type === 'refusal' && report.problem.message === 'There is no answer to "unknown".',
  );
  close();
});

it('reports a fault while it trains, and can begin anew', async () => {
  const { send, until, close } = await open({ limit: 9e9, rate: 600 });
  send({ type: 'shown' });
  send({ type: 'start' });
  expect(await until(({ type }) => type === 'problem')).toEqual({
    type: 'problem',
    during: 'training',
    problem: { kind: 'unknown', message: 'too far' },
  });
  send({ type: 'reset', seed: 5 });
  send({ type: 'shown' });
  await until(shows('idle', 5));
  close();
});

it('frees the device when it ends', async () => {
  const { send, until, close } = await open({ limit: 900, rate: 1 });
  send({ type: 'dispose' });
  expect(await until(({ type }) => type === 'disposed')).toEqual({ type: 'disposed', buffers: 0 });
  close();
});

it('hands the buffers of an answer over instead of copying them', async () => {
  const { send, until, close } = await open({ limit: 900, rate: 1 });
  send({ type: 'ask', id: 1, question: 'bytes', input: 64 });
  const report = await until(({ type }) => type === 'answer');
  expect(new Uint8Array((report as { answer: ArrayBuffer }).answer)).toEqual(new Uint8Array(64).fill(7));
  expect(made!.byteLength).toBe(0); // handed over: nothing is left here
  close();
});

it('streams an answer part by part, only as fast as they are asked for', async () => {
  const { reports, send, until, close } = await open({ limit: 900, rate: 1 });
  const parts = () => reports.flatMap((report) => (report.type === 'part' ? [report.part] : []));
  send({ type: 'ask', id: 1, question: 'words', input: 2 });
  await until(({ type }) => type === 'part');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(parts()).toEqual(['word 1']);
  send({ type: 'next', id: 1 });
  await expect.poll(parts).toEqual(['word 1', 'word 2']);
  send({ type: 'next', id: 1 });
  expect(await until(({ type }) => type === 'answer')).toEqual({ type: 'answer', id: 1, answer: undefined });
  close();
});

it('trains on between the parts of a streamed answer, and ends it when it is stopped or begins anew', async () => {
  const { send, until, close } = await open({ limit: 40, rate: 1 });
  const before = closed;
  send({ type: 'ask', id: 1, question: 'words', input: 1000 });
  send({ type: 'shown' });
  send({ type: 'start' });
  send({ type: 'next', id: 1 });
  for (let i = 0; i < 5; i++) send({ type: 'shown' });
  await until(shows('finished', 40));
  send({ type: 'stop', id: 1 });
  await expect.poll(() => closed).toBe(before + 1);
  send({ type: 'ask', id: 2, question: 'words', input: 1000 });
  send({ type: 'reset', seed: 1 });
  await expect.poll(() => closed).toBe(before + 2);
  close();
});

it('tells how far a download is', async () => {
  const { reports, send, until, close } = await open({ limit: 900, rate: 1 });
  send({ type: 'reset', seed: 4 });
  await until((report) => report.type === 'progress' && report.loaded === 20);
  expect(reports.filter(({ type }) => type === 'progress')).toEqual([
    { type: 'progress', loaded: 10, total: 20 },
    { type: 'progress', loaded: 20, total: 20 },
  ]);
  close();
});

it('says that it does not know a trainer', async () => {
  const { port1, port2 } = new MessageChannel();
  serveTraining({}, port2 as unknown as Line);
  const report = new Promise((resolve) => {
    port1.onmessage = ({ data }) => data.type === 'problem' && resolve(data);
  });
  const command = {
    type: 'open',
    trainer: 'nobody',
    settings: {},
    seed: 0,
    speed: 1,
    device: 'cpu',
    software: false,
  };
  port1.postMessage(command);
  expect(await report).toMatchObject({
    during: 'open',
    problem: { message: 'There is no trainer "nobody".' },
  });
  port1.postMessage({ type: 'dispose' });
});
