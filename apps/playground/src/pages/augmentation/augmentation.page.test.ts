import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { pauseTraining } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';

describePage('the page of augmentation', () => {
  it('draws a picture anew, and knows more of the moved digits with augmentation', async () => {
    const { page, problems, close } = await openPage('augmentation');
    await page.getByRole('img', { name: 'Draw 12' }).waitFor();
    await page.getByRole('button', { name: /^Next: Few digits/ }).click();
    await page.getByRole('button', { name: 'With augmentation', exact: true }).click();
    await expectResponsive(page, 'at full speed', async () => {
      await page.getByText(/^As you predicted/).first().waitFor(); // biome-ignore format: one line
    });
    await page.getByRole('button', { name: /^Step 5/ }).click();
    await page.getByText(/^The picture’s share of the label goes from \d+% to \d+%\.$/).first().waitFor(); // biome-ignore format: one line
    await page.getByRole('button', { name: 'Draw again' }).first().click();
    await expect.poll(() => page.url()).toMatch(/mix=mixup.*draws=2|draws=2.*mix=mixup/);
    expect(problems).toEqual([]);
    await close();
  });

  it('takes transforms in and out, and an own picture', async () => {
    const { page, problems, close } = await openPage('augmentation');
    await page.getByRole('img', { name: 'Draw 12' }).waitFor();
    await page.getByRole('switch', { name: 'Invert' }).click();
    await page.getByRole('slider', { name: /^Invert, amount/ }).press('End');
    await expect.poll(() => page.url()).toMatch(/invert-1/);
    await page.getByRole('switch', { name: 'Rotation' }).click();
    await expect.poll(() => page.url()).not.toMatch(/rotate/);
    const input = page.locator('input[type=file]');
    await input.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
    await page.getByText('That file is not a picture this page can read').first().waitFor();
    const onePixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC';
    await input.setInputFiles({ name: 'b.png', mimeType: '', buffer: Buffer.from(onePixel, 'base64') });
    await page.getByRole('img', { name: 'Before: Yours' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('augmentation', {
    state: '?mix=cutmix&step=5&pipeline=rotate-15_zoom-0.16_hue-0.2',
    async ready(page) {
      await page.getByRole('img', { name: 'Versión 12' }).waitFor();
      await pauseTraining(page);
    },
  });
});
