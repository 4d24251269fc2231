import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { addressWritten, pauseTraining, stepsShown } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';

describePage('the page of diffusion', () => {
  it('draws the spiral out of noise, and checks guesses about arrows and steps', async () => {
    const { page, problems, close } = await openPage('diffusion');
    await expectResponsive(page, 'while it trained', async () => {
      await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor();
    });
    await page.getByRole('button', { name: /^Next: What the network knows/ }).click();
    await page.getByRole('button', { name: 'All to about the same place' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    expect(await page.getByRole('slider', { name: 'Time' }).inputValue()).toBe('0');
    await page.getByRole('button', { name: /^Next: Why so many steps/ }).click();
    await page.getByRole('button', { name: 'The spiral, a little blurred' }).click();
    await page
      .getByText(/^It turned out otherwise/)
      .first()
      .waitFor();
    await expect.poll(() => page.url()).toMatch(/count=1/);
    expect(problems).toEqual([]);
    await close();
  });

  it('learns what is drawn, by pointer and by keys, and a word', async () => {
    const { page, problems, close, screenshot } = await openPage('diffusion');
    await page.getByRole('button', { name: /^Step 4/ }).click();
    const sheet = page.getByRole('application');
    const { x, y, width, height } = (await sheet.boundingBox())!;
    await page.mouse.move(x + 0.2 * width, y + 0.2 * height);
    await page.mouse.down();
    for (let i = 1; i <= 60; i++)
      await page.mouse.move(x + (0.2 + 0.01 * i) * width, y + (0.2 + 0.01 * i) * height);
    await page.mouse.up();
    await page.getByRole('button', { name: /^Step 4: .*, seen/ }).waitFor();
    await addressWritten(page);
    const countOf = () => /own=([^&]*)/.exec(page.url())?.[1]?.split('_').length ?? 0;
    const before = countOf();
    await sheet.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(countOf).toBe(before + 1);
    await page.getByRole('textbox', { name: 'Word' }).fill('ok');
    await page.getByRole('button', { name: 'Write' }).click();
    await expect.poll(countOf).toBe(400);
    await screenshot('diffusion-word');
    expect(problems).toEqual([]);
    await close();
  });

  itFits('diffusion', {
    async ready(page) {
      await stepsShown(page, 40);
      await pauseTraining(page);
      await page.getByRole('slider', { name: 'Tiempo' }).fill('0.8');
    },
  });
});
