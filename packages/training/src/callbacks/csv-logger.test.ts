import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CSVLogger, ModelCheckpoint } from '../index.js';
import { line, lineTraining } from '../testing/line.js';

let root: string;
beforeAll(async () => {
  await useBackend(cpu());
  root = await mkdtemp(join(tmpdir(), 'neurona-csv-'));
});
afterAll(() => rm(root, { recursive: true }));

const rowsOf = async (path: string): Promise<string[][]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((row) => row.split(','));

describe('CSVLogger', () => {
  it('writes a row an epoch, also of epochs with fewer numbers', async () => {
    const path = join(root, 'a.csv');
    const { train } = lineTraining();
    const { epochs } = await train({
      epochs: 3,
      validation: line(),
      validateEvery: 2,
      callbacks: [new CSVLogger(path, { deviations: true })],
    });
    const [header, ...rows] = await rowsOf(path);
    expect(header).toEqual(['epoch', 'loss', 'lossStd', 'learningRate', 'seconds', 'valLoss', 'valLossStd']);
    expect(rows.map(([epoch]) => epoch)).toEqual(['1', '2', '3']);
    expect(rows.map(([, loss]) => Number(loss))).toEqual(epochs.map(({ loss }) => loss));
    expect(rows.map((row) => row[5] !== '')).toEqual([false, true, true]);
    expect(rows[0]![3]).toBe('0.05');
  });

  it('goes on below its rows when training is resumed', async () => {
    const [path, folder] = [join(root, 'b.csv'), join(root, 'runs')];
    const run = (epochs: number) =>
      lineTraining().train({
        epochs,
        callbacks: [new CSVLogger(path), new ModelCheckpoint(folder, { everyEpochs: 2 })],
        resume: folder,
      });
    await run(2);
    const before = await rowsOf(path);
    const { epochs } = await run(4);
    const rows = await rowsOf(path);
    expect(rows.slice(0, 3)).toEqual(before);
    expect(rows.slice(1).map(([epoch, loss]) => [Number(epoch), Number(loss)])).toEqual(
      epochs.map(({ loss }, i) => [i + 1, loss]),
    );
  });

  it('quotes what has separators in it', async () => {
    const path = join(root, 'c.csv');
    const { train } = lineTraining();
    await train({
      metrics: { 'a;"b"': (outputs) => outputs.mean() },
      callbacks: [new CSVLogger(path, { separator: ';' })],
    });
    expect((await readFile(path, 'utf8')).split('\n')[0]).toBe('epoch;loss;"a;""b""";learningRate;seconds');
  });
});
