import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { series } from '@neurona/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseDevice } from './device.js';
import { writePictures } from './pictures.js';
import { type OptimizerName, optimizers, train } from './train.js';

const tiny = { epochs: 2, seed: 1, limit: 200, progress: false } as const;

beforeAll(async () => {
  await useBackend(wasm());
});

describe('the demo', () => {
  it('reaches 0.97 on the held-out digits', async () => {
    const { report, history } = await train({ epochs: 20, seed: 6202, optimizer: 'adam', progress: false });
    expect(report.macroAverage.support).toBe(360);
    expect(report.accuracy).toBeGreaterThanOrEqual(0.97);
    expect(history.epochs).toHaveLength(20);
  });

  for (const optimizer of Object.keys(optimizers) as OptimizerName[]) {
    it(`learns with ${optimizer}, and the same from the same seed`, async () => {
      const first = await train({ ...tiny, optimizer });
      const again = await train({ ...tiny, optimizer });
      expect(again.history.epochs).toEqual(first.history.epochs);
      expect(again.report.confusion).toEqual(first.report.confusion);
      const losses = series(first.history, 'loss');
      expect(losses[1]).toBeLessThan(losses[0]!);
    });
  }

  it('reports also when stopped at once', async () => {
    const trained = await train({ ...tiny, optimizer: 'adam', signal: AbortSignal.abort() });
    expect(trained.history).toMatchObject({ stopped: 'aborted', epochs: [] });
    expect(trained.report.macroAverage.support).toBe(40);
    await withFolder(async (folder) => {
      const files = await writePictures(trained, folder, 'stopped');
      expect(files[0]).toBe(join(folder, 'report.html'));
      expect(await readFile(files[0]!, 'utf8')).toContain('Training was stopped in its first epoch.');
    });
  });

  it('draws its pictures', async () => {
    const trained = await train({ ...tiny, optimizer: 'adam' });
    await withFolder(async (folder) => {
      await writePictures(trained, folder, 'a few digits');
      const names = (await readdir(folder)).sort();
      expect(names).toEqual([
        'confusion-matrix.svg',
        'learning-curve.svg',
        'misclassified.svg',
        'report.html',
      ]);
      for (const name of names.slice(0, 3))
        expect(await readFile(join(folder, name), 'utf8')).toMatch(/^<svg /);
    });
  });
});

describe('chooseDevice', () => {
  it('says which device and why', async () => {
    expect((await chooseDevice('wasm'))[0]).toMatch(/^Device: wasm \(WebAssembly.*\), as you asked\.$/);
    expect((await chooseDevice('auto'))[0]).toMatch(/^Device: \w+ \(.*\), the best that this machine has\.$/);
  });
});

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'neurona-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
