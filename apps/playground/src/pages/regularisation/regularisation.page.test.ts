import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { judged, pauseTraining } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';

describePage('the page of regularisation', () => {
  it('overfits before one’s eyes, compares six networks, and finds weights that are zero', async () => {
    const { page, problems, close } = await openPage('regularisation');
    await page.getByRole('button', { name: 'Fall, then rise' }).click();
    await expectResponsive(page, 'at full speed', async () => {
      await page
        .getByText(/^As you predicted/)
        .first()
        .waitFor();
    });
    await page.getByRole('button', { name: /^Step 1: Left to itself, seen/ }).waitFor();
    await page.getByRole('button', { name: /^Next: Five ways/ }).click();
    await page
      .getByText(/^Least test loss: /)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Next: Weights that become zero/ }).click();
    await page.getByText('Look inside: L1').first().waitFor();
    await page.getByRole('button', { name: /^Step 3: .*, seen/ }).waitFor();
    await expect.poll(() => page.url()).toMatch(/look=2/);
    await page.getByRole('button', { name: /^Step 2: / }).click();
    await page.locator('.predict__choice', { hasText: 'No help' }).click();
    await judged(page, /^It turned out otherwise/);
    await page.getByRole('combobox', { name: 'Method' }).selectOption('mixup'); // another choice: the guess was not about it
    await expect.poll(() => page.locator('.predict .verdict').count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });

  it('underfits where all is too strong', async () => {
    const { page, problems, close } = await openPage('regularisation');
    await page.getByRole('button', { name: /^Step 4/ }).click();
    await page.getByRole('button', { name: 'Miss training points too' }).click();
    await page.getByRole('button', { name: /^Step 4: .*, seen/ }).waitFor();
    await page.getByRole('button', { name: 'once' }).click();
    await expect.poll(() => page.url()).not.toMatch(/strength/);
    expect(problems).toEqual([]);
    await close();
  });

  itFits('regularisation', {
    state: '?look=4&points=80',
    async ready(page) {
      const overfits = page.getByRole('button', { name: /sobreajuste$/ }).first();
      await overfits.waitFor();
      await pauseTraining(page);
    },
  });
});
