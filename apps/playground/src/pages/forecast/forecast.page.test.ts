import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { pauseTraining, playUntil, stepsShown } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';

describePage('the page of forecasts', () => {
  it('continues a sine at once, and checks a guess against the held-out end', async () => {
    const { page, problems, close } = await openPage('forecast');
    await expectResponsive(page, 'while it trained', async () => {
      await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor();
    });
    await page.getByRole('button', { name: /^Next: Is it better/ }).click();
    await page.getByRole('button', { name: 'The network' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
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
    await page.getByRole('button', { name: /^Step 4: .*, seen/ }).waitFor();
    await sheet.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.url()).toMatch(/own=55_/);
    expect(problems).toEqual([]);
    await close();
  });

  it('reads in slow motion, forward and backward', async () => {
    const { page, problems, screenshot, close } = await openPage('forecast', { width: 390, height: 844 });
    await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor();
    const said = await playUntil(page, 'Read in slow motion', /^The last column, the state,/);
    expect(said).toContainEqual(expect.stringMatching(/^Value 1 of 30 is read: /));
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page
      .getByText(/^Backward: which values move the median 30 ahead\?/)
      .first()
      .waitFor();
    await screenshot('forecast-slow');
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByRole('button', { name: 'Read in slow motion' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('forecast', {
    state: '?step=2&curve=season',
    async ready(page) {
      await stepsShown(page, 60);
      await pauseTraining(page);
    },
  });
});
