import { expect, it } from 'vitest';
import type { Command, CreateTrainer, Line, Report } from './protocol.js';
import { serveTraining } from './serve-training.js';

interface Settings {
  readonly limit: number;
  readonly rate: number;
}

/** A trainer that counts: a step is one more, a snapshot the count. */
const createCounter: CreateTrainer<Settings, number> = (settings, seed) => {
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
    },
    dispose() {
      limit = 0;
    },
  };
};

/** A training behind a real channel; the page's end of it, and every report so far. */
async function open(settings: Settings, speed = Infinity) {
  const { port1, port2 } = new MessageChannel();
  const reports: Report<number>[] = [];
  serveTraining(createCounter, port2 as unknown as Line);
  port1.onmessage = ({ data }) => reports.push(data);
  const send = (command: Command<Settings>) => port1.postMessage(command);
  const until = async (isThere: (report: Report<number>) => boolean) => {
    await expect.poll(() => reports.some(isThere), { interval: 2, timeout: 10_000 }).toBe(true);
    return reports.find(isThere)!;
  };
  send({ type: 'open', settings, seed: 0, speed, device: 'cpu', software: false });
  await until(({ type }) => type === 'snapshot');
  const close = () => send({ type: 'dispose' });
  return { reports, send, until, close };
}

const shows = (activity: string, count: number) => (report: Report<number>) =>
  report.type === 'snapshot' && report.activity === activity && report.snapshot === count;

it('tells the device, shows the beginning, and trains to the end', async () => {
  const { reports, send, until, close } = await open({ limit: 50, rate: 1 });
  expect(reports[0]).toMatchObject({ type: 'ready', device: { name: 'cpu', skipped: [] } });
  expect(reports[1]).toEqual({ type: 'snapshot', snapshot: 0, steps: 0, activity: 'idle' });
  send({ type: 'shown' });
  send({ type: 'start' });
  send({ type: 'shown' });
  await until((report) => report.type === 'snapshot' && report.steps > 0);
  send({ type: 'shown' });
  expect(await until(shows('finished', 50))).toMatchObject({ steps: 50 });
  close();
});

it('sends no snapshot before the last was drawn', async () => {
  const { reports, send, close } = await open({ limit: 900, rate: 1e-9 });
  send({ type: 'start' });
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(reports.filter(({ type }) => type === 'snapshot')).toHaveLength(1);
  send({ type: 'shown' });
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(reports.filter(({ type }) => type === 'snapshot')).toHaveLength(2);
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
  expect(steps).toBeGreaterThan(1);
  expect(steps).toBeLessThan(due + 4); // what 100 ms of waiting left undone is caught up
  close();
});

it('answers questions, and says why not', async () => {
  const { send, until, close } = await open({ limit: 900, rate: 1 });
  send({ type: 'ask', id: 1, question: 'double', input: 21 });
  send({ type: 'ask', id: 2, question: 'refuse', input: undefined });
  send({ type: 'ask', id: 3, question: 'unknown', input: undefined });
  expect(await until((report) => report.type === 'answer')).toEqual({ type: 'answer', id: 1, answer: 42 });
  await until((report) => report.type === 'refusal' && report.message === 'not today');
  await until((report) => report.type === 'refusal' && report.message === 'There is no answer to "unknown".');
  close();
});

it('reports a fault while it trains, and can begin anew', async () => {
  const { send, until, close } = await open({ limit: 9e9, rate: 600 });
  send({ type: 'shown' });
  send({ type: 'start' });
  expect(await until(({ type }) => type === 'problem')).toEqual({
    type: 'problem',
    during: 'training',
    message: 'too far',
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
