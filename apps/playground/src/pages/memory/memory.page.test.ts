import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { setSpeedToMax } from '../../testing/phone.js';

describePage('the page of memory', () => {
  it('counts at W = 1, explodes above, vanishes below, and an LSTM keeps its gradient', async () => {
    const { page, problems, close } = await openPage('memory');
    const w = page.getByRole('slider', { name: 'W, of what was there' });
    await page
      .getByText(/the state ends at/)
      .first()
      .waitFor();
    for (let i = 0; i < 20; i++) await w.press('ArrowLeft');
    await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor();
    await page.getByRole('button', { name: /^Next: The way back/ }).click();
    await page.getByRole('button', { name: 'More than a hundred million times' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Next: Below 1/ }).click();
    await page.getByRole('button', { name: '10', exact: true }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Step 5/ }).click();
    await page.getByRole('button', { name: 'bias of 5' }).click();
    await page.getByRole('button', { name: /^Step 5: .*, seen/ }).waitFor();
    await expect.poll(() => page.url()).toMatch(/forget=5/);
    await page.getByRole('slider', { name: 'Step of time' }).press('End');
    await page.getByText('Look inside: step 50').first().waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('shows who falls off the cliff', async () => {
    const { page, problems, close } = await openPage('memory');
    await setSpeedToMax(page);
    await page.getByRole('button', { name: /^Step 4/ }).click();
    await expectResponsive(page, 'while it trained', async () => {
      await page.getByRole('button', { name: 'The clipped one and Rprop' }).click();
      await page
        .getByText(/^As you predicted/)
        .first()
        .waitFor();
    });
    await page.getByRole('button', { name: /^Step 4: .*, seen/ }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('memory', {
    state: '?step=5&w=0.9&length=50&lstm=1&forget=4',
    ready: (page) => page.locator('.unrolled-line').first().waitFor(),
  });
});
