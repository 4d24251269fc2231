import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive, snapshotsShown } from '../../testing/main-thread.js';
import { addressWritten, playUntil, says } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';

/** Draws on the sheet: points as shares of its sides. */
async function draw(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const box = (await page.getByRole('application').boundingBox())!;
  const [first, ...rest] = points.map(([x, y]) => [box.x + box.width * x, box.y + box.height * y] as const);
  await page.mouse.move(...first!);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: 6 });
  await page.mouse.up();
}

const four = [[0.62, 0.9], [0.62, 0.1], [0.25, 0.62], [0.8, 0.62]] as const; // biome-ignore format: one line

/** The digit that the network names. */
const answerIs = (page: Page, digit: string) => page.locator('.answer__class', { hasText: digit }).waitFor();

const step = (page: Page, n: number) => page.getByRole('button', { name: new RegExp(`^(Step|Paso) ${n}:`) });
const verdict = (page: Page) => page.locator('.guide .verdict').last();

describePage('the page of the digits', () => {
  it('reads at once, without training: real digits, and one that is drawn', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await answerIs(page, '2');
    await verdict(page)
      .filter({ hasText: /^It says 2, 100% sure\. Right: 1 of 3\.$/ })
      .waitFor();
    for (const count of ['2 of 3', 'Right.']) {
      await page.getByRole('button', { name: 'Show it one' }).click();
      await verdict(page).filter({ hasText: count }).waitFor();
    }
    await step(page, 2).click();
    await verdict(page).filter({ hasText: 'Waiting for your 4.' }).waitFor();
    await expectResponsive(page, 'while one draws', () => draw(page, four));
    await verdict(page)
      .filter({ hasText: /^It says 4, .* Right\.$/ })
      .waitFor();
    await step(page, 2)
      .filter({ has: page.locator('svg') })
      .waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.locator('.answer__class').waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
    await close();
  });

  it('shows what a filter sees: predicted, computed, and looked into', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await answerIs(page, '2');
    await step(page, 3).click();
    const inside = page.getByRole('region', { name: 'Look inside' });
    await inside.getByRole('heading', { name: 'Layer 1, filter 9' }).waitFor();
    expect(await inside.locator('.matrix__cell').count()).toBe(9);
    await page.getByRole('button', { name: 'Brighter' }).click();
    await page
      .getByText(/A kernel answers most where/)
      .first()
      .waitFor();
    await verdict(page)
      .filter({ hasText: /vertical stroke/ })
      .waitFor();
    const [upright, level] = /to ([\d.]+) with the vertical stroke and to ([\d.]+)/.exec((await verdict(page).textContent())!)!.slice(1).map(Number); // biome-ignore format: one line
    expect(level).toBeGreaterThan(upright!);
    const map = page.getByRole('slider', { name: 'Layer 1: 16 filters' });
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await inside.getByRole('heading', { name: 'Layer 1, filter 10' }).waitFor();
    await page.getByRole('slider', { name: 'Layer 2: 32 filters' }).click();
    await inside.getByRole('heading', { name: /Layer 2/ }).waitFor();
    expect(await inside.locator('.matrix__cell').count()).toBe(16);
    await page.getByRole('slider', { name: '64 units' }).click();
    await inside.getByRole('heading', { name: /Unit \d+ of 64/ }).waitFor();
    await page.getByRole('list', { name: 'How probable each digit is' }).getByRole('button').nth(2).click();
    await inside.getByRole('heading', { name: 'The answer 2' }).waitFor();
    await inside
      .getByText(/p = eᶻ/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('goes forward and backward in slow motion', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await answerIs(page, '2');
    await playUntil(page, 'In slow motion', /./);
    const slow = page.getByRole('region', { name: 'Slow motion' });
    for (const words of [
      /Layer 1: 16 kernels/,
      /Layer 2: 32 kernels/,
      /64 units/,
      /softmax/,
      /The target is 2\. The loss is −log p = \d/,
      /probability − target/,
      /back to the units/,
      /Back through layer 2/,
      /Back through layer 1/,
      /to the pixels/,
    ]) {
      // biome-ignore format: one line
      await slow.getByRole('button', { name: 'Next' }).click();
      await slow.getByText(words).first().waitFor();
    }
    await slow.getByRole('button', { name: 'Next' }).click();
    await slow.waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
    await close();
  });

  it('shows its mistakes, predicted first; a link leads to the same digit', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await answerIs(page, '2');
    await step(page, 4).click();
    await page.getByRole('button', { name: 'Fewer than 20' }).click();
    await page.getByText('It is 6: its accuracy is 98.3%.').first().waitFor(); // seen, and said aloud
    await verdict(page)
      .filter({ hasText: /^It says \d, \d+% sure\. Somebody meant a \d\.$/ })
      .waitFor();
    const before = await page.locator('.answer__class').textContent();
    await addressWritten(page);
    await page.reload();
    await answerIs(page, before!);
    expect(problems).toEqual([]);
    await close();
  });

  it('trains from random weights to nine of ten, and leaves the main thread free', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await answerIs(page, '2');
    await step(page, 5).click();
    const started = Date.now();
    await expectResponsive(page, 'at full speed', () => snapshotsShown(page), 45);
    await verdict(page)
      .filter({ hasText: /^9\d\.\d% of the held-out digits/ })
      .waitFor();
    console.log(`Nine of ten after ${((Date.now() - started) / 1000).toFixed(1)} s at most.`);
    await page.getByRole('button', { name: 'trained network' }).click();
    await page.getByText('It is 6').waitFor({ state: 'detached' });
    await answerIs(page, '2');
    expect(problems).toEqual([]);
    await close();
  });

  it('saves weights and loads them again, and says what is wrong with another file', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await answerIs(page, '2');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('digits.safetensors');
    const path = join(await mkdtemp(join(tmpdir(), 'neurona-digits-')), 'digits.safetensors');
    await download.saveAs(path);
    const bytes = await readFile(path);
    await rm(dirname(path), { recursive: true });
    const input = page.locator('input[type=file]');
    const loaded = says(page, '.toasts', /Loaded: 98\.3% of the held-out examples are right\./);
    await input.setInputFiles({ name: 'a.safetensors', mimeType: 'application/octet-stream', buffer: bytes });
    await loaded;
    await input.setInputFiles({ name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('no weights') });
    await page
      .getByText(/does not hold this network’s weights/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'One step' }).click(); // and it goes on working
    expect(problems).toEqual([]);
    await close();
  });

  it('is drawn on with the keyboard', async () => {
    const { page, problems, close } = await openPage('digits', { device: 'wasm' });
    await answerIs(page, '2');
    await page.getByRole('application').focus();
    await page.keyboard.press('Space');
    for (let i = 0; i < 16; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await answerIs(page, '1');
    expect(problems).toEqual([]);
    await close();
  });

  itFits('digits', {
    device: 'wasm',
    async ready(page) {
      await answerIs(page, '2');
      await step(page, 3).click();
      await page.getByRole('region', { name: 'Por dentro' }).waitFor();
    },
    passesOver: 'probability',
  });
});
