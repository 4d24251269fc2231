import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from './program.js';

const small = ['--device', 'wasm', '--set', 'data.limit=200', '--set', 'model.channels=4,8'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurona-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {}); // what it prints isn't for who tests it
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('neurona train', () => {
  it('ends the same, bit for bit, when it goes on after its end with more epochs', async () => {
    const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
    const begin = ['train', 'digits', ...small, '--json'];
    expect(await runCommandLine([...begin, '--out', parts, '--epochs', '1'])).toBe(0);
    expect(await runCommandLine(['train', '--resume', parts, '--epochs', '2', '--json'])).toBe(0);
    expect(await runCommandLine([...begin, '--epochs', '2', '--out', whole])).toBe(0);
    for (const name of ['model.safetensors', 'run.json', 'settings.json'])
      expect(await readFile(join(parts, name)), name).toEqual(await readFile(join(whole, name)));
    expect((await readdir(whole)).sort()).toEqual([
      'checkpoints',
      'environment.json',
      'log.jsonl',
      'model.safetensors',
      'report.html',
      'run.json',
      'settings.json',
    ]);
    expect(await readFile(join(whole, 'report.html'), 'utf8')).toContain('optimizer.learningRate');
    expect(JSON.parse(await readFile(join(parts, 'environment.json'), 'utf8'))).toHaveLength(2);
  });

  it('says what is wrong in a line, with the exit code 2', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await runCommandLine(['train', 'digits', '--set', 'optimizer.learningrate=1'])).toBe(2);
    expect(error.mock.lastCall).toEqual([
      'error: there is no setting "optimizer.learningrate". Did you mean optimizer.learningRate?',
    ]);
    expect(await runCommandLine(['train', 'digits', '--resume', folder])).toBe(2);
    expect(error.mock.lastCall![0]).toContain('leave the recipe out beside --resume');
    expect(await runCommandLine(['train', '--resume', tmpdir()])).toBe(2);
    expect(error.mock.lastCall![0]).toContain('is no run: it has no run.json.');
  });
});
