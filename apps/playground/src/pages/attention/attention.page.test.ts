import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { publishedFiles } from '../../testing/published-files.js';

describePage('the page of attention', () => {
  it('shows where characters look, by pointer and by keys, and every number on the way', async () => {
    const { page, problems, close } = await openPage('attention');
    const drawing = page.getByRole('application', { name: /^Attention among/ });
    await drawing.waitFor();
    await expectResponsive(page, 'while one typed', async () => {
      await drawing.focus();
      for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp');
      await page.getByRole('button', { name: /^Step 1: .*, seen/ }).waitFor();
      await page.getByRole('textbox', { name: 'Sentence' }).fill('the the');
      await page.getByRole('application', { name: /“the the”/ }).waitFor();
    });
    await page.getByRole('heading', { name: 'How much e looks at' }).waitFor();
    await page
      .getByRole('list', { name: /^Scores of e/ })
      .getByRole('button')
      .first()
      .click();
    await page.getByRole('heading', { name: 'How much e looks at t' }).waitFor();
    const queries = page.getByRole('application', { name: /^Queries/ });
    await queries.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('application', { name: /^Queries: e, number 2: / }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('checks guesses about heads and about the mask', async () => {
    const { page, problems, close } = await openPage('attention');
    await page.getByRole('button', { name: /^Step 2/ }).click();
    await page.getByRole('button', { name: /^Yes: one looks/ }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Next: The mask/ }).click();
    await page.getByRole('button', { name: /^Better/ }).click();
    await page
      .getByText(/^It turned out otherwise/)
      .first()
      .waitFor();
    await expect.poll(() => page.url()).toMatch(/causal=/);
    expect(problems).toEqual([]);
    await close();
  });

  it('reads with a published model from files, by layer and head, and goes back to its own network', async () => {
    const { page, problems, close } = await openPage('attention', { state: '?step=5&text=a b c h' });
    await page.getByText('None is loaded.').first().waitFor();
    await page.getByLabel('Pick files').setInputFiles(await publishedFiles());
    await page.getByText('gpt2 is loaded.').first().waitFor();
    await page.getByRole('button', { name: /^Step 5: .*, seen/ }).waitFor();
    await page.getByRole('application', { name: /“abch”, layer 1/ }).waitFor();
    await page.getByRole('radio', { name: '2', exact: true }).first().click();
    await page.getByRole('application', { name: /“abch”, layer 2/ }).waitFor();
    await page.getByRole('radio', { name: '3', exact: true }).click();
    await page.getByRole('heading', { name: 'Queries, keys and values of head 3' }).waitFor();
    await page.getByRole('switch', { name: 'Causal mask' }).click();
    await expect.poll(() => page.url()).toMatch(/causal=/);
    await page.getByRole('application', { name: /“abch”, layer 2/ }).waitFor();
    await page.getByRole('radio', { name: 'The page’s network' }).click();
    await page.getByRole('application', { name: /“a b c h”/ }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('attention', {
    async ready(page) {
      await page.getByRole('application', { name: /^Atención entre/ }).waitFor();
    },
  });
});
