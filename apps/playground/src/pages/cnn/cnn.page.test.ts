import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { describePage, openPage } from '../../testing/open-page.js';

describePage('the page inside a CNN', () => {
  it('shows what counts, and changes its mind where that is covered', async () => {
    const { page, problems, close } = await openPage('cnn');
    await page
      .getByText(/^It says 2, \d+% sure\./)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'saliency' }).click();
    await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor();
    await page.getByRole('button', { name: /^Next: Cover/ }).click();
    await page.getByRole('button', { name: 'Yes', exact: true }).click();
    await page
      .getByText(/^(As you predicted|It turned out otherwise)/)
      .first()
      .waitFor();
    const verdict = page.locator('.guide .verdict').last();
    const changed = page.getByText(/^With \d+ pixels covered it says \d in place of 2\./).first();
    for (let i = 0; i < 15 && !(await changed.isVisible()); i++) {
      const before = await verdict.textContent();
      await page.getByRole('button', { name: 'three warmest' }).click();
      await expect.poll(() => verdict.textContent()).not.toBe(before);
    }
    await changed.waitFor();
    await page.getByRole('button', { name: /^Next: Ask/ }).click();
    await page.getByRole('button', { name: '8', exact: true }).click();
    await page.getByText('This is what speaks for 8; the answer is 2.').first().waitFor();
    await page.getByRole('button', { name: /^Next: Sixteen/ }).click();
    await page.getByRole('slider', { name: /^First layer/ }).press('ArrowRight');
    await page.getByText('Look inside: filter 2').first().waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('reads what one draws, stroke by stroke', async () => {
    const { page, problems, close } = await openPage('cnn');
    await page.getByRole('button', { name: /^Step 5/ }).click();
    const pad = (await page.getByRole('application', { name: /^Sheet/ }).boundingBox())!;
    await expectResponsive(page, 'while one drew', async () => {
      await page.mouse.move(pad.x + pad.width / 2, pad.y + 0.15 * pad.height);
      await page.mouse.down();
      await page.mouse.move(pad.x + pad.width / 2, pad.y + 0.85 * pad.height, { steps: 12 });
      await page.mouse.up();
      await page
        .getByText(/^(It reads your drawing as 1|Perhaps)/)
        .first()
        .waitFor();
    });
    await expect.poll(() => page.url()).toMatch(/image=[0-9a-g]{64}/);
    expect(problems).toEqual([]);
    await close();
  });

  itFits('cnn', {
    state: '?cover=12_13&filter=4&step=2&method=occlusion',
    ready: (page) => page.locator('.heat-map').waitFor(),
    passesOver: 'probability',
  });
});
