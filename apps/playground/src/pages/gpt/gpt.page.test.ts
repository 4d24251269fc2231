import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { startTraining } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { publishedFiles } from '../../testing/published-files.js';

describePage('the page of writing with GPT', () => {
  it('learns while it writes, draws as one chooses, and adapts by LoRA', async () => {
    const { page, problems, close } = await openPage('gpt');
    const seen = (step: number) => page.getByRole('button', { name: new RegExp(`^Step ${step}: .*, seen`) });
    await expectResponsive(page, 'while it trained and wrote', async () => {
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await seen(1).waitFor();
    });
    await page.getByRole('button', { name: /^Step 2/ }).click();
    await page.getByRole('button', { name: 'top-k 3' }).click();
    await seen(2).waitFor();
    await page.getByRole('button', { name: /^Step 3/ }).click();
    await page.getByRole('button', { name: 'freeze every weight' }).click();
    await page.getByRole('button', { name: 'the other text' }).click();
    await page
      .getByText(/^\d[\d.]* ?% of the weights are trained/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Yes, by the few weights of the adapters' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('stops at once, and writes on from a token that one chooses', async () => {
    const { page, problems, close } = await openPage('gpt');
    await startTraining(page); // so that it goes on writing until it is stopped
    await page.locator('.writing-text span:nth-of-type(20)').waitFor();
    await page
      .getByText(/[1-9][\d,]* tokens\/s/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Stop writing' }).click();
    await page.getByRole('button', { name: 'Stop writing' }).waitFor({ state: 'detached' });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200))); // a token was on its way
    const count = await page.locator('.writing-text span').count();
    await page.waitForTimeout(300);
    expect(await page.locator('.writing-text span').count()).toBe(count);
    await page.getByRole('slider', { name: 'Token', exact: true }).press('Home');
    const bars = page.getByRole('list', { name: 'Probabilities of the next token' });
    await bars.getByRole('button').nth(1).click();
    await expect.poll(async () => (await page.locator('.writing-text strong').textContent())?.length).toBe(7);
    expect(problems).toEqual([]);
    await close();
  });

  it('loads a published model from files, and says what fails', async () => {
    const picked = await publishedFiles();
    const { page, problems, close } = await openPage('gpt', { state: '?step=5' });
    await page.getByText('None is loaded.').first().waitFor();
    await page.getByLabel('Pick files').setInputFiles(picked.slice(1));
    await page
      .getByText(/could not be loaded.*config\.json/)
      .first()
      .waitFor();
    await page.getByLabel('Pick files').setInputFiles(picked);
    await page.getByText('gpt2 is loaded.').first().waitFor();
    await page.locator('.writing-text span:nth-of-type(3)').waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('gpt', {
    state: '?step=3&text=sonnets',
    ready: (page) => page.locator('.writing-text span:nth-of-type(60)').waitFor(),
  });
});
