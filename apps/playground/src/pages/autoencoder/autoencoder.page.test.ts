import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { pauseTraining, stepsShown } from '../../testing/moments.js';
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

const one = [[0.45, 0.25], [0.55, 0.1], [0.55, 0.9]] as const; // biome-ignore format: one line

const seen = (page: Page, n: number) =>
  page.getByRole('button', { name: new RegExp(`^Step ${n}: .*, seen`) }).waitFor();
const verdict = (page: Page) => page.locator('.guide .verdict').last();

describePage('the page of the autoencoder', () => {
  it('learns at once to return digits, and returns one that is drawn', async () => {
    const { page, problems, close } = await openPage('autoencoder');
    await expectResponsive(page, 'while it trained', () => seen(page, 1));
    await page.getByRole('button', { name: /^Step 2/ }).click();
    await verdict(page).filter({ hasText: 'Waiting for your drawing.' }).waitFor();
    await draw(page, one);
    await verdict(page)
      .filter({ hasText: /^It (knows|doesn’t know) such pictures: an error of 0\.\d+ a pixel/ })
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('turns one digit into another where its code is slid', async () => {
    const { page, problems, close } = await openPage('autoencoder');
    await seen(page, 1);
    await page.getByRole('button', { name: /^Step 3/ }).click();
    await page.getByRole('button', { name: 'Many more' }).click();
    await pauseTraining(page); // the range of a number changes with the weights
    const slider = page.getByRole('slider', { name: 'Number 1' });
    for (const end of ['max', 'min']) await slider.fill((await slider.getAttribute(end))!);
    await page.getByText('From your code').first().waitFor();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Back to the digit’s own code' }).click();
    await page.getByText('Comes back', { exact: true }).first().waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('mends a noisy digit, as was predicted', async () => {
    const { page, problems, close } = await openPage('autoencoder', { state: '?step=4&noise=0.4' });
    await page.getByRole('button', { name: 'What comes back' }).click();
    await seen(page, 4);
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('autoencoder', {
    ready: async (page) => {
      await stepsShown(page, 60);
      await pauseTraining(page);
    },
  });
});
