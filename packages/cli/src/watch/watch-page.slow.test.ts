import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtInRecipe } from '../recipes/recipe-file.js';
import { RunFolder } from '../runs/run-folder.js';
import { serveRuns } from './watch-server.js';

let folder: string;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurona-cli-watch-page-'));
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run'] });
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

const pictures =
  '<svg xmlns="http://www.w3.org/2000/svg" width="700" height="70" viewBox="0 0 700 70"></svg>';

it('the page of watch shows in a browser what is new, pictures too, and that it has ended', async () => {
  const server = await serveRuns(folder, 0);
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(server.address);
  await page.getByText('None yet.').waitFor();
  const recipe = builtInRecipe('digits');
  const run = await RunFolder.create(folder, 'unused', join(folder, 'digits-1'));
  await run.begin(recipe, { recipe: 'digits', state: 'training', facts: {}, device: 'wasm' });
  await page.getByText('No epoch has ended yet.').waitFor();
  const log = await run.openLog();
  log.add({ at: Date.now(), type: 'epoch', epoch: 0, epochs: 9, numbers: { loss: 0.5 } });
  await page.getByText('training, epoch 1 of 9').waitFor();
  await log.close();
  expect(await page.locator('figure').count()).toBe(1);
  await writeFile(run.drawing, pictures);
  const picture = page.getByAltText('What digits-1 draws');
  await picture.waitFor();
  const width = await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.width));
  expect(width).toBeGreaterThan(300);
  expect(width).toBeLessThan(390); // it fits on a phone
  const shown = await picture.getAttribute('src');
  await writeFile(run.drawing, pictures.replace('height="70"', 'height="140"'));
  await page.locator(`img:not([src="${shown}"])`).waitFor();
  const height = (image: HTMLImageElement) => image.decode().then(() => image.naturalHeight);
  expect(await picture.evaluate(height)).toBe(140);
  expect(problems).toEqual([]);
  await rename(folder, `${folder}-away`);
  await page.getByText('the runs can’t be read now').waitFor();
  await rename(`${folder}-away`, folder);
  await page.getByText('the runs can’t be read now').waitFor({ state: 'detached' });
  await server.close();
  await page.getByText('has ended').waitFor();
  await page.close();
});
