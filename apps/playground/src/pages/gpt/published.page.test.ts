import { readFile } from 'node:fs/promises';
import { decodeSafetensors } from '@neurona/checkpoints';
import type { Download, Page } from 'playwright';
import { expect, it } from 'vitest';
import { pauseTraining, startTraining } from '../../testing/moments.js';
import { describePage, openPage, overflow, smallTargets } from '../../testing/open-page.js';
import { publishedFiles } from '../../testing/published-files.js';

const pasted = 'a b c d e f g h '.repeat(400); // longer than a link has it

/** Loads files into the page. */
async function pick(page: Page, files: Awaited<ReturnType<typeof publishedFiles>>): Promise<void> {
  await page.getByLabel('Pick files').setInputFiles(files);
  await page.getByText('gpt2 is loaded.').first().waitFor();
}

/** Has a text written after a prompt, and waits for three tokens of it. */
async function write(page: Page, prompt: string): Promise<void> {
  await page.getByLabel('Begins with').fill(prompt);
  await page.getByLabel('Begins with').press('Enter');
  await page.locator('.writing-text strong').getByText(prompt, { exact: true }).waitFor();
  await page.locator('.writing-text span:nth-of-type(3)').waitFor();
}

/** The greatest probabilities of the token after `a b c`. */
async function nextTokens(page: Page): Promise<readonly string[]> {
  await write(page, 'f e d'); // so that what stands there after `a b c` was written with the weights of now
  await write(page, 'a b c');
  await page.getByRole('slider', { name: 'Token', exact: true }).press('Home');
  const bars = page.getByRole('list', { name: 'Probabilities of the next token' }).getByRole('listitem');
  return (await bars.allTextContents()).slice(0, 3);
}

describePage('a published model on the page of writing with GPT', () => {
  it('learns a text of one’s own, and its adapters are saved, and loaded into it again', async () => {
    const files = await publishedFiles();
    const { page, problems, close } = await openPage('gpt', { state: '?step=5&text=own' });
    await page.locator('textarea').fill(pasted);
    await expect.poll(() => page.url()).toMatch(/[?&]own=/); // taken over, so that the model is measured with it
    await pick(page, files);
    expect(await page.getByRole('switch', { name: 'Chat' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Save adapters' }).isDisabled()).toBe(true);
    await page.getByRole('switch', { name: /^Adapt with LoRA/ }).click();
    const heldOut = async () => Number(await page.locator('.gpt-line strong').nth(1).textContent());
    await expect.poll(heldOut).toBeGreaterThan(1); // ln 9 by two characters: one's own text has been taken over
    const before = await heldOut();
    await startTraining(page);
    await expect.poll(heldOut).toBeLessThan(before - 0.05);
    await pauseTraining(page);
    const learned = await nextTokens(page);
    const downloads: Download[] = [];
    page.on('download', (download) => downloads.push(download));
    await page.getByRole('button', { name: 'Save adapters' }).click();
    await expect.poll(() => downloads.length).toBe(2);
    const saved = await Promise.all(
      downloads.map(async (download) => ({
        name: download.suggestedFilename(),
        mimeType: '',
        buffer: await readFile(await download.path()),
      })),
    );
    expect(saved.map(({ name }) => name)).toEqual(['adapter_config.json', 'adapter_model.safetensors']);
    expect(JSON.parse(saved[0]!.buffer.toString())).toMatchObject({ peft_type: 'LORA', r: 4, bias: 'none' });
    expect(Object.keys(decodeSafetensors(saved[1]!.buffer).tensors)).toContain(
      'base_model.model.transformer.h.0.attn.c_attn.lora_A.weight',
    );
    await page.getByLabel('Pick files').setInputFiles(files);
    await expect.poll(heldOut).toBe(before);
    expect(await nextTokens(page)).not.toEqual(learned);
    await page.getByLabel('Load adapters').setInputFiles(saved.slice(1));
    await page.getByText(/could not be loaded.*adapter_config\.json/).waitFor();
    await page.getByLabel('Load adapters').setInputFiles(saved);
    await page.getByText('Adapters of rank 4 are loaded.').first().waitFor();
    await expect.poll(heldOut).toBeLessThan(before - 0.05);
    expect(await nextTokens(page)).toEqual(learned);
    expect(problems).toEqual([]);
    await close();
  });

  it('is addressed by its template, answers to its end token, and forgets when it is told to', async () => {
    const { page, problems, screenshot, faults, close } = await openPage('gpt', { state: '?step=5' });
    await pick(page, await publishedFiles({ chats: true }));
    await page.getByRole('switch', { name: 'Chat' }).click();
    const conversation = page.getByRole('region', { name: 'Conversation' });
    for (const [i, message] of ['a b c', 'd e f'].entries()) {
      await page.getByLabel('Your message').fill(message);
      await page.getByLabel('Your message').press('Enter');
      await expect.poll(() => conversation.getByText(message, { exact: true }).count()).toBe(1);
      await page.getByRole('button', { name: 'Send' }).waitFor(); // the answer has ended
      expect(await conversation.locator('.chat__turn').count()).toBe(2 * i + 2);
      expect(await conversation.locator('.chat__turn--assistant span').nth(i).textContent()).not.toMatch(
        /[gh]/,
      );
    }
    await screenshot('gpt-chat');
    expect(await faults()).toEqual([]);
    const turns = conversation.locator('.chat__turn');
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await turns.count()).toBe(0);
    await page.getByLabel('Your message').fill('a b c');
    await page.getByLabel('Your message').press('Enter');
    await page.getByRole('button', { name: 'Send' }).waitFor();
    expect(await turns.count()).toBe(2);
    await pick(page, await publishedFiles({ chats: true })); // another model of the same name
    await expect.poll(() => turns.count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    ['en', 'light'],
    ['es', 'dark'],
  ] as const)('has a conversation that fits a phone, %s, %s', async (language, theme) => {
    const { page, problems, view, close } = await openPage('gpt', {
      width: 390,
      theme,
      language,
      state: '?step=5',
    });
    const files = page.locator('input[type=file][accept*=".jinja"]').last();
    await files.setInputFiles(await publishedFiles({ chats: true }));
    await page.getByRole('switch', { name: 'Chat' }).click();
    const message = page.locator('.chat input');
    await message.fill('a b c d');
    await message.press('Enter');
    await page.locator('.chat__turn--assistant').waitFor();
    await page.locator('.chat .button--primary').waitFor();
    await view(`gpt-chat-phone-${language}`);
    expect([await overflow(page), await smallTargets(page)]).toEqual([0, []]);
    expect(problems).toEqual([]);
    await close();
  });
});
