import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive, snapshotsShown } from '../../testing/main-thread.js';
import { pauseTraining, stepsShown } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { setSpeedToMax } from '../../testing/phone.js';

const seen = (page: Page, step: number) =>
  page.getByRole('button', { name: new RegExp(`^(Step|Paso) ${step}: .*, (seen|visto)`) }).waitFor();

describePage('digits on demand', () => {
  it('learns at once until the judge reads nine of ten, then shows that they are no copies', async () => {
    const { page, problems, close } = await openPage('gan-digits');
    await setSpeedToMax(page);
    await seen(page, 1);
    await page.getByRole('button', { name: /^Next: Copies/ }).click();
    await page.getByRole('button', { name: 'About as far as real digits that nobody learned from' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Next: Noise is handwriting/ }).click();
    await seen(page, 3);
    await expect.poll(() => page.url()).toMatch(/walks=1/);
    expect(problems).toEqual([]);
    await close();
  });

  it('looks into the digit that is tapped, or chosen with the keyboard', async () => {
    const { page, problems, close } = await openPage('gan-digits');
    const sheet = page.getByRole('slider', { name: /^A row of real digits/ });
    await sheet.waitFor();
    const { width, height } = (await sheet.boundingBox())!;
    await sheet.click({ position: { x: 0.95 * width, y: 0.95 * height } });
    await page.getByRole('heading', { name: 'A made 9' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { name: 'A made 8' }).waitFor();
    await expect.poll(() => page.url()).toMatch(/chosen=58/);
    await page.getByRole('button', { name: 'Other noise' }).click();
    await expect.poll(() => page.url()).toMatch(/hand=2/);
    expect(problems).toEqual([]);
    await close();
  });

  it('checks a guess about training without the penalty, with short tasks of the main thread', async () => {
    const { page, problems, close } = await openPage('gan-digits');
    await setSpeedToMax(page);
    await expectResponsive(page, 'at full speed', () => snapshotsShown(page));
    await page.getByRole('button', { name: /^Step 4/ }).click();
    await page.getByRole('button', { name: /^Nearly all can be read/ }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('gan-digits', {
    passesOver: 'probability',
    ready: async (page) => {
      await stepsShown(page, 100); // some have digits, and there are curves
      await pauseTraining(page);
    },
  });
});
