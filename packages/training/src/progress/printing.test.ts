import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { listCheckpoints } from '@neurona/checkpoints';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from '../testing/bundle-program.js';

let root: string;
let script: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'neurona-printing-'));
  script = await bundleProgram(new URL('../testing/printing-training.ts', import.meta.url), root);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const start = (folder: string, epochs: number): ChildProcess =>
  spawn(process.execPath, [script, join(root, folder), String(epochs)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe('a training in a program of its own', () => {
  it('goes on when nobody reads what it prints any more', async () => {
    const child = start('head', 300);
    const said = text(child.stderr!);
    child.stdout!.once('data', () => child.stdout!.destroy()); // as head -1 does
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await said).toBe('completed 300\n');
  });

  const onWindows = process.platform === 'win32';
  it.skipIf(onWindows)(
    `ends with a checkpoint at Ctrl-C, at once at a second one, and goes on after either${onWindows ? ' (Windows sends no SIGINT to a single program)' : ''}`,
    async () => {
      const first = start('interrupted', 100_000);
      const said = text(first.stderr!);
      first.stdout!.once('data', () => first.kill('SIGINT'));
      expect(await once(first, 'exit')).toEqual([0, null]);
      expect(await said).toMatch(/^aborted \d+\n$/);
      const stepSaved = async () => (await listCheckpoints(join(root, 'interrupted'))).at(-1)!.step;
      const stood = await stepSaved();
      const second = start('interrupted', 100_000);
      second.stdout!.on('data', () => second.kill('SIGINT')); // with each line, so once more if it still prints
      second.stdout!.once('data', () => second.kill('SIGINT'));
      const [code, signal] = await once(second, 'exit');
      expect([code === 0, signal === 'SIGINT']).toContain(true);
      const step = await stepSaved(); // where the second one stood when it last saved
      expect(step).toBeGreaterThanOrEqual(stood);
      const epochs = Math.ceil(step / 4) + 20;
      const last = start('interrupted', epochs);
      last.stdout!.resume();
      const ending = text(last.stderr!);
      expect(await once(last, 'exit')).toEqual([0, null]);
      expect(await ending).toBe(`completed ${epochs}\n`);
    },
  );
});
