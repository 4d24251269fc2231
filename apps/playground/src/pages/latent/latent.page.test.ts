import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { hangs, pauseTraining, stepsShown } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';

const map = (page: Page) => page.getByRole('application', { name: /^(The plane|El plano)/ });

describePage('the plane of digits', () => {
  it('learns at once until digits can be told, and lets one walk over five of them', async () => {
    const { page, problems, close } = await openPage('latent');
    await expectResponsive(page, 'while it trained', async () => {
      await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor();
      await page.getByRole('button', { name: /^Next: Walk/ }).click();
      const { x, y, width } = (await map(page).boundingBox())!;
      const middle = { x: x + width / 2, y: y + width / 2 };
      await page.mouse.move(middle.x, middle.y);
      await page.mouse.down();
      const seen = page.getByRole('button', { name: /^Step 2: .*, seen/ });
      const end = performance.now() + hangs;
      for (let i = 0; (await seen.count()) === 0; i = (i + 1) % 30) {
        expect(performance.now(), 'the walk comes to an end').toBeLessThan(end);
        const [angle, radius] = [i / 3, (0.08 + (0.3 * i) / 30) * width];
        await page.mouse.move(middle.x + radius * Math.cos(angle), middle.y + radius * Math.sin(angle));
        await page.waitForTimeout(50); // the worker looks where one is; how often, its speed decides
      }
      await page.mouse.up();
    });
    await map(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.url()).toMatch(/at=/);
    expect(problems).toEqual([]);
    await close();
  });

  it('checks a guess about beta', async () => {
    const { page, problems, close } = await openPage('latent');
    await page.getByRole('button', { name: /^Step 4/ }).click();
    await page.getByRole('button', { name: 'All fall into the centre' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('latent', {
    ready: async (page) => {
      await stepsShown(page, 60);
      await pauseTraining(page);
    },
  });
});
