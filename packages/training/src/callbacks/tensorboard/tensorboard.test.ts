import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { histogram, ModelCheckpoint, ParameterHistograms, series, TensorBoard } from '../../index.js';
import { line, lineTraining } from '../../testing/line.js';
import { crc32c, maskedCrc32c } from './crc32c.js';

let root: string;
beforeAll(async () => {
  await useBackend(cpu());
  root = await mkdtemp(join(tmpdir(), 'neurona-tensorboard-'));
});
afterAll(() => rm(root, { recursive: true }));

/** One event as its file says it. */
interface Event {
  wallTime?: number;
  step?: number;
  version?: string;
  isStart?: boolean;
  scalars: Record<string, number>;
  histograms: Record<
    string,
    { min: number; max: number; count: number; limits: number[]; buckets: number[] }
  >;
}

/** Takes records apart, checking lengths and CRCs. */
function* records(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    expect(bytes.readUInt32LE(at + 8)).toBe(maskedCrc32c(bytes.subarray(at, at + 8)));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(data.length).toBe(length);
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(data));
    yield data;
    at += 16 + length;
  }
}

/** Reads a record by the field numbers of TensorFlow's event.proto and summary.proto. */
function parse(data: Buffer): Event {
  const event: Event = { scalars: {}, histograms: {} };
  const readHistogram = (tag: number, found: Event['histograms'][string], reader: PbfReader): void => {
    if (tag === 1) found.min = reader.readDouble();
    else if (tag === 2) found.max = reader.readDouble();
    else if (tag === 3) found.count = reader.readDouble();
    else if (tag === 6) reader.readPackedDouble(found.limits);
    else if (tag === 7) reader.readPackedDouble(found.buckets);
  };
  const readValue = (tag: number, value: { tag: string }, reader: PbfReader): void => {
    if (tag === 1) value.tag = reader.readString();
    else if (tag === 2) event.scalars[value.tag] = reader.readFloat();
    else if (tag === 5) {
      const empty = { min: 0, max: 0, count: 0, limits: [], buckets: [] };
      event.histograms[value.tag] = reader.readMessage(readHistogram, empty);
    }
  };
  new PbfReader(data).readFields((tag: number, _: unknown, reader: PbfReader) => {
    if (tag === 1) event.wallTime = reader.readDouble();
    else if (tag === 2) event.step = reader.readVarint(true);
    else if (tag === 3) event.version = reader.readString();
    else if (tag === 5) {
      reader.readMessage((inner: number, __: unknown, summary: PbfReader) => {
        if (inner === 1) summary.readMessage(readValue, { tag: '' });
      }, undefined);
    } else if (tag === 7) {
      reader.readMessage((inner: number, __: unknown, session: PbfReader) => {
        if (inner === 1) event.isStart = session.readVarint() === 1;
      }, undefined);
    }
  }, undefined);
  return event;
}

/** The events of each file of a folder, oldest file first. */
async function eventsIn(folder: string): Promise<Event[][]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('events.out.tfevents.')).sort();
  const files = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return files.map((bytes) => [...records(bytes)].map(parse));
}

it('CRC-32C has the values of RFC 3720', () => {
  const bytes = (value: (i: number) => number): Uint8Array =>
    Uint8Array.from({ length: 32 }, (_, i) => value(i));
  expect(crc32c(bytes(() => 0))).toBe(0x8a9136aa);
  expect(crc32c(bytes(() => 0xff))).toBe(0x62a8ab43);
  expect(crc32c(bytes((i) => i))).toBe(0x46dd794e);
  expect(crc32c(bytes((i) => 31 - i))).toBe(0x113fdb5c);
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
});

describe('TensorBoard', () => {
  it('writes losses, metrics, rates and histograms that can be read back', async () => {
    const folder = join(root, 'run');
    const board = new TensorBoard(folder, { everySteps: 3 });
    const { model, train } = lineTraining();
    const history = await train({
      metrics: { mean: (outputs) => outputs.mean() },
      validation: line(),
      epochs: 2,
      callbacks: [board, new ParameterHistograms((spread) => board.spread(spread), { bins: 4 })],
    });
    const [events] = await eventsIn(folder);
    expect(events![0]).toMatchObject({ version: 'brain.Event:2' });
    expect(events![0]!.wallTime).toBeGreaterThan(1.7e9);
    const epochs = events!.filter(({ scalars }) => 'loss/validation' in scalars);
    expect(epochs.map(({ step }) => step)).toEqual([4, 8]);
    for (const [tag, name] of Object.entries({
      'loss/train': 'loss',
      'loss/validation': 'valLoss',
      'mean/train': 'mean',
      'mean/validation': 'valMean',
    })) {
      expect(epochs.map(({ scalars }) => scalars[tag])).toEqual(series(history, name).map(Math.fround));
    }
    expect(epochs[0]!.scalars.learningRate).toBe(Math.fround(0.05));
    const ofSteps = events!.filter(({ scalars }) => 'loss/train' in scalars && !('learningRate' in scalars));
    expect(ofSteps.map(({ step }) => step)).toEqual([3, 6]);
    const spreads = events!.filter(({ histograms }) => Object.keys(histograms).length > 0);
    expect(spreads.map(({ step }) => step)).toEqual([4, 8]);
    const last = spreads[1]!.histograms;
    expect(Object.keys(last)).toHaveLength(8); // weights and gradients of four parameters
    const weight = histogram(await model.stateDict()['0.weight']!.data(), 4);
    const found = last['weights/0.weight']!;
    expect([found.min, found.max, found.count]).toEqual([weight.min, weight.max, 4]);
    expect(found.buckets).toEqual([...weight.counts]);
    expect(found.limits).toEqual(weight.edges.slice(1));
  });

  it('says in a file of its own from where on a resumed training counts', async () => {
    const folder = join(root, 'resumed');
    const run = (epochs: number) =>
      lineTraining().train({
        epochs,
        callbacks: [new TensorBoard(folder), new ModelCheckpoint(join(folder, 'checkpoints'))],
        resume: join(folder, 'checkpoints'),
      });
    await run(1);
    await run(2);
    const [first, second] = await eventsIn(folder);
    expect(first!.map(({ step }) => step)).toEqual([undefined, 4]);
    expect(second!.map(({ step, isStart }) => [step, isStart])).toEqual([
      [undefined, undefined],
      [5, true],
      [8, undefined],
    ]);
  });

  it('leaves a whole file when training fails or is aborted', async () => {
    for (const ending of ['fails', 'aborts']) {
      const folder = join(root, ending);
      const board = new TensorBoard(folder, { everySteps: 1 });
      const controller = new AbortController();
      const end = (): void => {
        if (ending === 'fails') throw new Error('lost');
        controller.abort();
      };
      const run = lineTraining().train({
        callbacks: [board, { onStep: ({ step }) => void (step === 3 && end()) }],
        signal: controller.signal,
      });
      if (ending === 'fails') await expect(run).rejects.toThrow('lost');
      else await run;
      const [events] = await eventsIn(folder);
      expect(events!.length).toBeGreaterThanOrEqual(3);
    }
  });

  it('takes numbers and histograms of one’s own', async () => {
    const folder = join(root, 'own');
    const board = new TensorBoard(folder);
    board.scalar('seconds', 1.5, 3); // before it starts
    const { train } = lineTraining();
    await train({
      callbacks: [
        board,
        { onStep: ({ step }) => (step === 2 ? board.histogram('x', histogram([1, 2]), 2) : undefined) },
      ],
    });
    const [events] = await eventsIn(folder);
    expect(events!.find(({ scalars }) => 'seconds' in scalars)).toMatchObject({
      step: 3,
      scalars: { seconds: 1.5 },
    });
    expect(events!.find(({ histograms }) => 'x' in histograms)?.histograms.x).toMatchObject({
      min: 1,
      max: 2,
    });
  });

  it('names wrong settings', () => {
    expect(() => new TensorBoard('x', { everySteps: 0.5 })).toThrow(
      '[TensorBoard] expected everySteps to be an integer of at least 1, got 0.5.',
    );
  });
});
