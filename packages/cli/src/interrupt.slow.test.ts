import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** Runs the program in a process of its own, and interrupts it once, when it has printed a certain line. */
function run(
  args: readonly string[],
  isTime: (line: string) => boolean,
): Promise<{ code: number | null; lines: string[]; errors: string }> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@neurona/source', '--import', 'tsx', main, ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let [rest, errors, isInterrupted] = ['', '', false];
  child.stderr.on('data', (data) => {
    errors += data;
  });
  child.stdout.on('data', (data) => {
    const parts = (rest + data).split('\n');
    rest = parts.pop()!;
    lines.push(...parts);
    if (isInterrupted || !parts.some(isTime)) return;
    isInterrupted = true;
    child.kill('SIGINT');
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, lines, errors })));
}

describe('neurona train', () => {
  it('ends the same, bit for bit, after it was interrupted and went on', async () => {
    const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
    const begin = ['train', 'digits', ...small, '--epochs', '3', '--json'];
    const interrupted = await run([...begin, '--out', parts], (line) => JSON.parse(line).type === 'step');
    expect(interrupted).toMatchObject({ code: 130, errors: '' });
    expect(JSON.parse(interrupted.lines.at(-1)!)).toMatchObject({ type: 'result', state: 'stopped' });
    expect(JSON.parse(await readFile(join(parts, 'run.json'), 'utf8')).state).toBe('stopped');

    expect(await runCommandLine(['train', '--resume', parts, '--json'])).toBe(0);
    expect(await runCommandLine([...begin, '--out', whole])).toBe(0);
    for (const name of ['model.safetensors', 'run.json', 'settings.json'])
      expect(await readFile(join(parts, name)), name).toEqual(await readFile(join(whole, name)));
  });
});
