import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive, snapshotsShown } from '../../testing/main-thread.js';
import { judged, pauseTraining, stepsShown } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { setSpeedToMax } from '../../testing/phone.js';

/** Once they were alike: training goes on, and may leave that again. */
const alike = (page: Page) =>
  page.getByRole('button', { name: /^(Step|Paso) 1: .*, (seen|visto)/ }).waitFor();

describePage('the page of two networks', () => {
  it('covers the ring, then both answers come to a half on the moons', async () => {
    const { page, problems, close } = await openPage('gan');
    await setSpeedToMax(page);
    await alike(page); // it is running when one comes
    await page.getByRole('button', { name: /^Next: Nobody wins/ }).click();
    await page.getByRole('button', { name: 'About 50% to both' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('shows how the generator collapses under a discriminator that is too strong', async () => {
    const { page, problems, close } = await openPage('gan');
    await setSpeedToMax(page);
    await page.getByRole('button', { name: /^Step 3: Too good a detective/ }).click();
    await page.getByRole('button', { name: 'No: it leaves clouds out' }).click();
    await page
      .locator('.verdict')
      .getByText(/the generator leaves the others out/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('imitates points of one’s own, from the pointer and the keyboard', async () => {
    const { page, problems, close } = await openPage('gan');
    await page.getByRole('button', { name: /^Step 4: Your own points/ }).click();
    const plane = page.getByRole('application');
    await page.getByText('Draw some points in the plane.').first().waitFor();
    await plane.click({ position: { x: 80, y: 80 } });
    await plane.focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(/own=/);
    await page
      .locator('.verdict')
      .getByText(/of the made points/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Erase all' }).click();
    await judged(page, /^Draw some points in the plane/);
    expect(problems).toEqual([]);
    await close();
  });

  it('keeps the tasks of the main thread short at full speed', async () => {
    const { page, problems, close } = await openPage('gan');
    await setSpeedToMax(page);
    await stepsShown(page, 10);
    await expectResponsive(page, 'at full speed', () => snapshotsShown(page));
    expect(problems).toEqual([]);
    await close();
  });

  itFits('gan', {
    async ready(page) {
      await setSpeedToMax(page);
      await alike(page);
      await pauseTraining(page);
    },
  });
});
