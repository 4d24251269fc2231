import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { pauseTraining, says } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';

describePage('the page of numbers and words', () => {
  it('learns to write new numbers, and checks a guess about where it looks', async () => {
    const { page, problems, close } = await openPage('numbers');
    await expectResponsive(page, 'while it trained', async () => {
      await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor();
    });
    await page.getByRole('button', { name: /^Next: Where it looks/ }).click();
    await page.getByRole('button', { name: 'At the digit that the word stands for' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    await page.getByRole('radio', { name: 'Matrix' }).check({ force: true });
    const drawing = page.getByRole('application');
    await drawing.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page
      .getByText(/sure to .* looks at/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Next: A digit more/ }).click();
    await page.getByRole('button', { name: 'No: it writes something else' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('writes digits that words tell', async () => {
    const { page, problems, screenshot, close } = await openPage('numbers', {
      state: '?direction=digits&shown=2008',
    });
    await says(page, '.numbers-line svg', /^right$/); // it is written again and again
    expect(problems).toEqual([]);
    await page.getByRole('radio', { name: 'Matrix' }).check({ force: true });
    await screenshot('numbers-matrix');
    await close();
  });

  itFits('numbers', {
    state: '?digits=3&shown=768',
    async ready(page) {
      await page.getByRole('button', { name: /^Paso 1: .*, visto/ }).waitFor();
      await pauseTraining(page);
      await says(page, '.numbers-line svg', /./); // written to its end
    },
  });
});
