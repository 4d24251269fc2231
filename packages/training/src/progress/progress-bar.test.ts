import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import type { Tensor } from '@neurona/tensor';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { StopOnNaN } from '../index.js';
import { lineTraining } from '../testing/line.js';

const { isTTY } = process.stderr;

beforeAll(async () => {
  await useBackend(cpu());
});
afterEach(() => {
  vi.restoreAllMocks();
  process.stderr.isTTY = isTTY;
});

/** What a training of two epochs says: on the stream for messages, and as lines. */
async function said(terminal: boolean, options = {}): Promise<{ bar: string; lines: string[] }> {
  process.stderr.isTTY = terminal;
  let bar = '';
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    bar += String(chunk);
    return true;
  });
  vi.spyOn(console, 'log').mockImplementation((line) => {
    lines.push(String(line));
  });
  await lineTraining().train({ epochs: 2, progress: true, ...options });
  return { bar, lines };
}

const epochLine = (epoch: number): RegExp =>
  new RegExp(`^epoch ${epoch}/2 {2}loss \\d\\S* {2}\\(\\d+\\.\\d s\\)$`);

describe('progress', () => {
  it('is a bar on a terminal, with a line for each epoch above it', async () => {
    const { bar, lines } = await said(true);
    expect(bar).toContain('epoch 1/2');
    expect(bar).toContain('steps/s');
    expect(lines).toEqual([1, 2].map((epoch) => expect.stringMatching(epochLine(epoch))));
  });

  it('leaves the terminal as it was also if the program is ended meanwhile', async () => {
    expect((await said(true)).bar).not.toMatch(/\[\?\d+l/); // no mode is switched off, as that of the cursor
  });

  it('is a line for each epoch elsewhere, and says why it was stopped', async () => {
    const { bar, lines } = await said(false);
    expect(bar).toBe('');
    expect(lines).toEqual([1, 2].map((epoch) => expect.stringMatching(epochLine(epoch))));
    const loss = (outputs: Tensor) => outputs.mean().mul(Number.NaN);
    const stopped = await said(false, { loss, callbacks: [new StopOnNaN()] });
    expect(stopped.lines.at(-1)).toMatch(/^stopped: .* was not finite in epoch 1/);
  });
});
