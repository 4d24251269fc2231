import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { describePage, openPage } from '../../testing/open-page.js';

describePage('the page of forecasts', () => {
  it('continues a sine at once, and checks a guess against the held-out end', async () => {
    const { page, problems, close } = await openPage('forecast');
    await expectResponsive(page, 'while it trained', async () => {
      await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor({ timeout: 60_000 });
    });
    await page.getByRole('button', { name: /^Next: Is it better/ }).click();
    await page.getByRole('button', { name: 'The network' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(problems).toEqual([]);
    await close();
  });

  it('takes a curve that is drawn, by pointer and by keys', async () => {
    const { page, problems, close } = await openPage('forecast');
    await page.getByRole('button', { name: /^Step 4/ }).click();
    const sheet = page.getByRole('application');
    const { x, y, width, height } = (await sheet.boundingBox())!;
    await page.mouse.move(x + 40, y + height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 12; i++)
      await page.mouse.move(x + 40 + (i * (width - 60)) / 12, y + height * (i % 2 === 0 ? 0.3 : 0.7));
    await page.mouse.up();
    await page.getByRole('button', { name: /^Step 4: .*, seen/ }).waitFor({ timeout: 60_000 });
    await sheet.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.url()).toMatch(/own=55_/);
    expect(problems).toEqual([]);
    await close();
  });

  it('reads in slow motion, forward and backward', async () => {
    const { page, problems, screenshot, close } = await openPage('forecast', { width: 390, height: 844 });
    await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Read in slow motion' }).click();
    await page.getByText(/^Value \d+ of 30 is read: /).waitFor();
    await page.getByText(/^The last column, the state,/).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByText(/^Backward: which values move the median 30 ahead\?/).waitFor();
    await screenshot('forecast-slow');
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByRole('button', { name: 'Read in slow motion' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('forecast', {
    state: '?step=2&curve=season',
    async ready(page) {
      const steps = page.locator('.bar__count strong');
      await expect
        .poll(async () => Number((await steps.textContent())?.replace(/\D/g, '')), { timeout: 60_000 })
        .toBeGreaterThan(60);
      await page.getByRole('button', { name: 'Pausar' }).click();
    },
  });
});
