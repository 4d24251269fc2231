import { expect, it } from 'vitest';
import { longestTask } from '../../testing/main-thread.js';
import { describePage, openPage, overflow } from '../../testing/open-page.js';

describePage('the page of gradient descent', () => {
  it('shows', async () => {
    const { page, problems, screenshot, faults, close } = await openPage('descent');
    const longest = await longestTask(page, async () => {
      await page.getByRole('button', { name: 'Start' }).click();
      await page
        .getByText(/is there first/)
        .first()
        .waitFor({ timeout: 20000 });
    });
    console.log(longest);
    await screenshot('descent-a');
    console.log(await faults(), problems, await overflow(page));
    for (const s of ['rosenbrock', 'himmelblau', 'saddle', 'ripples', 'beale', 'bowl']) {
      await page.getByRole('combobox', { name: 'Landscape' }).selectOption(s);
      await page.waitForTimeout(300);
      await page
        .getByRole('button', { name: /^(Start|Again)/ })
        .click()
        .catch(() => {});
      await page.waitForTimeout(5000);
      await page.locator('.race-map').screenshot({ path: `/work/main/out/playground/p2-${s}.png` });
    }
    await page.getByText('One parameter').click();
    await page.getByRole('button', { name: 'Swinging' }).click();
    await page.waitForTimeout(1500);
    await screenshot('descent-b');
    console.log(await faults(), problems, await overflow(page));
    await close();
  });
  it('shows on a phone', async () => {
    const { page, problems, screenshot, faults, close } = await openPage('descent', {
      width: 360,
      theme: 'dark',
      language: 'es',
    });
    await page.getByRole('button', { name: 'Iniciar' }).click();
    await page
      .getByText(/llega primero/)
      .first()
      .waitFor({ timeout: 20000 });
    await screenshot('descent-c');
    console.log(await faults(), problems, await overflow(page));
    await page.getByText('Un parámetro').click();
    await page.getByRole('button', { name: 'Demasiado alta' }).click();
    await page.waitForTimeout(1500);
    await screenshot('descent-d');
    console.log(await faults(), problems, await overflow(page));
    await close();
  });
});
