import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { watchMainThread } from '../../testing/main-thread.js';
import { describePage, openPage, overflow } from '../../testing/open-page.js';
import { startTraining } from '../../testing/start-training.js';

/** Draws a 0: a ring, taller than it is wide. */
async function drawZero(page: Page): Promise<void> {
  const box = (await page.getByRole('application').boundingBox())!;
  const at = (turn: number): [number, number] => [
    box.x + box.width * (0.5 + 0.22 * Math.sin(2 * Math.PI * turn)),
    box.y + box.height * (0.5 - 0.36 * Math.cos(2 * Math.PI * turn)),
  ];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let i = 1; i <= 24; i++) await page.mouse.move(...at(i / 24));
  await page.mouse.up();
}

const accuracyAbove = (page: Page, percent: number, timeout: number) =>
  expect
    .poll(
      async () => {
        const text = await page.locator('.digits-status').textContent();
        return Number(/, ([\d.]+)%/.exec(text ?? '')?.[1] ?? 0);
      },
      { timeout, interval: 200 },
    )
    .toBeGreaterThan(percent);

describePage('the page of the digits', () => {
  it('reaches nine of ten within a minute on WebAssembly, leaves the main thread free, and reads what is drawn', async () => {
    const { page, problems, screenshot, close } = await openPage('digits', { device: 'wasm' });
    const started = Date.now();
    await startTraining(page);
    const { longest, frames, perFrame } = await watchMainThread(page, () => page.waitForTimeout(2000));
    await accuracyAbove(page, 90, 60_000);
    console.log(`Nine of ten after ${((Date.now() - started) / 1000).toFixed(1)} s at most.`);
    console.log(
      `${frames} frames in two seconds, ${perFrame.toFixed(1)} ms of processor time each, at most ${longest.toFixed(1)} ms at once.`,
    );
    expect(perFrame).toBeLessThan(1000 / 45);
    expect(longest).toBeLessThan(50);
    await page.locator('.digits-status', { hasText: /Epoch [1-4]\d/ }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Pause' }).click();
    await drawZero(page);
    await page.locator('.digits-answer__digit', { hasText: '0' }).waitFor();
    await page.getByText('Feature maps, layer 2').waitFor();
    await screenshot('digits-drawn');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.locator('.digits-answer__none').waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('answers while it has learned nothing, and is drawn on with the keyboard', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await page.getByText('Feature maps, layer 2').waitFor(); // it is running, and looks at a digit already
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Start' }).isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('application').focus();
    await page.keyboard.press('Space');
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.locator('.digits-status', { hasText: 'It has not learned anything yet' }).waitFor();
    await page.locator('.digits-answer__best', { hasText: '% sure' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('names overfitting where it happens', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await page.getByRole('button', { name: /^Step 4: When does it overfit/ }).click();
    await page.getByRole('button', { name: /^Part:/ }).click();
    await page
      .getByText(/That is overfitting\.$/)
      .first()
      .waitFor({ timeout: 50_000 });
    expect(problems).toEqual([]);
    await close();
  });

  it('saves weights and loads them again, and says what is wrong with another file', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await startTraining(page);
    await accuracyAbove(page, 80, 60_000);
    await page.getByRole('button', { name: 'Pause' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('digits.safetensors');
    const path = join(await mkdtemp(join(tmpdir(), 'neurona-digits-')), 'digits.safetensors');
    await download.saveAs(path);
    const bytes = await readFile(path);
    await rm(dirname(path), { recursive: true });
    await page.getByRole('button', { name: 'Reset' }).click();
    const input = page.locator('input[type=file]');
    await input.setInputFiles({ name: 'a.safetensors', mimeType: 'application/octet-stream', buffer: bytes });
    await page.getByText(/^Loaded: (8|9)\d/).waitFor();
    await input.setInputFiles({ name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('no weights') });
    await page.getByText(/does not hold this network’s weights/).waitFor();
    await page.getByRole('button', { name: 'One step' }).click(); // and it goes on working
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    [390, 'light', 'es'],
    [390, 'dark', 'en'],
    [1280, 'light', 'en'],
    [1280, 'dark', 'es'],
  ] as const)('fits and is accessible, %i wide, %s, %s', async (width, theme, language) => {
    const { page, problems, screenshot, faults, close } = await openPage('digits', { width, theme, language, device: 'wasm' }); // biome-ignore format: one line
    await startTraining(page);
    await page.locator('.digits-status', { hasText: /(Epoch|Época) [3-9]/ }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /Pause|Pausar/ }).click();
    await page.getByRole('button', { name: /Take a real one|Usar uno real/ }).click();
    await page.locator('.digits-answer__best', { hasText: '%' }).waitFor();
    await screenshot(`digits-${width}-${theme}`);
    expect(await overflow(page)).toBe(0);
    expect(await faults()).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });
});
