import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { floats, rightCase, writeGoldenFolder } from './testing/golden-folder.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const script = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).scripts.goldens as string;

/** Runs the command on a folder, as `npm run goldens` does. */
async function goldens(
  folder: string,
  ...args: string[]
): Promise<{ status: number | null; lines: string[] }> {
  const fixed = script.split(' ').slice(1); // without `node`
  const env = { ...process.env, NEURONA_GOLDENS: folder };
  const { status, stdout } = spawnSync(process.execPath, [...fixed, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  await rm(folder, { recursive: true });
  return { status, lines: stdout.trimEnd().split('\n') };
}

it('passes right cases, with the counts in the last line and status 0', async () => {
  const { status, lines } = await goldens(await writeGoldenFolder(rightCase), '--backend', 'cpu,wasm');
  expect(lines.at(-1)).toBe('2 passed, 0 failed, 0 skipped');
  expect(status).toBe(0);
});

it('fails a wrong value, with the reason and status 1', async () => {
  const wrong = { ...rightCase, out: floats([2], 9.001, 1) };
  const { status, lines } = await goldens(await writeGoldenFolder(wrong), '--backend', 'cpu');
  const line = lines.find((text) =>
    text.startsWith('FAILED cpu elementwise/case: outputs/out: expected 9.001'),
  );
  expect(line).toContain('got 9');
  expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  expect(status).toBe(1);
});

it('prints results as one line of JSON before the last line', async () => {
  const { lines } = await goldens(await writeGoldenFolder(rightCase), '--backend', 'cpu', '--json');
  expect(lines).toHaveLength(2);
  const report = JSON.parse(lines[0]!);
  expect(report).toMatchObject({ passed: 1, failed: 0, skipped: 0 });
  expect(report.results[0]).toMatchObject({ id: 'elementwise/case', backend: 'cpu', status: 'passed' });
  expect(lines[1]).toBe('1 passed, 0 failed, 0 skipped');
});

it('refuses an unknown backend', async () => {
  const { status } = await goldens(await writeGoldenFolder(rightCase), '--backend', 'abacus');
  expect(status).toBe(1);
});

it('fails when no case is left to run', async () => {
  const { status, lines } = await goldens(
    await writeGoldenFolder(rightCase),
    '--backend',
    'cpu',
    '--group',
    'conf',
  );
  expect(lines.at(-1)).toBe('0 passed, 0 failed, 0 skipped');
  expect(status).toBe(1);
});
