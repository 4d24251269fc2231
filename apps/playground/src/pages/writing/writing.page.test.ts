import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { describePage, openPage } from '../../testing/open-page.js';

describePage('the page of writing', () => {
  it('writes when one comes, warmer by the slider, and finds a unit', async () => {
    const { page, problems, close } = await openPage('writing');
    await page
      .getByText(/^At temperature 0\.6/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '1.5', exact: true }).click();
    await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor();
    await page.getByRole('button', { name: /^Step 4/ }).click();
    await page.getByRole('button', { name: 'Inside a word' }).click();
    await page.getByRole('button', { name: /^Step 4: .*, seen/ }).waitFor();
    await expect.poll(() => page.url()).toMatch(/unit=/);
    await page.getByRole('slider', { name: 'Character', exact: true }).press('Home');
    const bars = page.getByRole('list', { name: 'Probabilities of the next character' });
    await bars.getByRole('button').nth(2).click();
    await expect.poll(async () => (await page.locator('.writing-text strong').textContent())?.length).toBe(7);
    expect(problems).toEqual([]);
    await close();
  });

  it('learns from random weights while it writes', async () => {
    const { page, problems, close } = await openPage('writing');
    await page.getByRole('button', { name: /^Step 2/ }).click();
    await expectResponsive(page, 'while it trained and wrote', async () => {
      await page.getByRole('button', { name: 'Which letters are frequent, and spaces' }).click();
      await page
        .getByText(/^As you predicted/)
        .first()
        .waitFor();
    });
    expect(problems).toEqual([]);
    await close();
  });

  itFits('writing', {
    state: '?step=4&unit=7&text=sonnets',
    ready: (page) => page.locator('.writing-text span:nth-of-type(60)').waitFor(),
  });
});
