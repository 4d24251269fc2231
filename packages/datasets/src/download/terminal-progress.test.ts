import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { terminalProgress } from './terminal-progress.js';

const { isTTY } = process.stderr;

afterEach(() => {
  vi.restoreAllMocks();
  process.stderr.isTTY = isTTY;
});

/** What a download of a second and more writes to the stream for messages. */
async function written(terminal: boolean): Promise<string> {
  process.stderr.isTTY = terminal;
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const display = terminalProgress();
  const name = 'mnist/images.gz';
  display.update({ name, loadedBytes: 1e6, totalBytes: 4e6 });
  await wait(1010);
  expect(text).toBe(''); // what is short shows nothing
  for (const loadedBytes of [2e6, 3e6, 3.5e6]) {
    display.update({ name, loadedBytes, totalBytes: 4e6 });
    await wait(120);
  }
  display.stop();
  return text;
}

describe('terminalProgress', () => {
  it('shows a bar on a terminal', async () => {
    const text = await written(true);
    expect(text).toContain('mnist/images.gz');
    expect(text).toMatch(/3\.[05]\/4\.0 MB/);
    expect(text).toContain('MB/s');
  });

  it('writes a line elsewhere, not too many', async () => {
    expect(await written(false)).toBe('downloading mnist/images.gz: 3.0 of 4.0 MB\n');
  });
});
