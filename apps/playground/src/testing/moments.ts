import type { Page } from 'playwright';
import { expect } from 'vitest';

/** Milliseconds: what does not come in this time does not come, however slow the machine is. */
export const hangs = 300_000;

/**
 * Starts the training of a page as soon as it can, unless it runs already, as pages do when one comes. The button is read and
 * pressed at once, as its words change when a training begins by itself or comes to its end. A training that ended while an order
 * was on its way to it is shown as running until the worker has answered: so it is looked at again a little later.
 */
export async function startTraining(page: Page): Promise<void> {
  const found = await page.waitForFunction(() => {
    const button = document.querySelector<HTMLButtonElement>('.bar button');
    if (!button || button.disabled) return false;
    const isRunning = /^Paus/.test(button.textContent);
    if (!isRunning) button.click();
    return isRunning ? 'running' : 'pressed';
  });
  if ((await found.jsonValue()) === 'pressed') return;
  await addressWritten(page);
  await page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>('.bar button')!;
    if (/^(Start|Iniciar)/.test(button.textContent)) button.click();
  });
}

/** Pauses the training of a page once it has begun; does nothing where it has come to its end by then. */
export async function pauseTraining(page: Page): Promise<void> {
  await stepsShown(page, 1);
  await page.waitForFunction(() => {
    const button = document.querySelector<HTMLButtonElement>('.bar button')!;
    const isRunning = /^Paus/.test(button.textContent);
    if (isRunning) button.click();
    return !isRunning;
  });
}

/**
 * Waits until the page's verdict, or the outcome of a guess, says something: what one sees. The copy of it for screen readers comes
 * up to four seconds later, so that it may still say what was true before.
 */
export const judged = (page: Page, words: RegExp): Promise<void> =>
  page.locator('.verdict', { hasText: words }).first().waitFor();

/** Waits until a training has made so many steps. */
export const stepsShown = (page: Page, count: number): Promise<void> =>
  expect
    .poll(async () => Number((await page.locator('.bar__count strong').textContent())?.replace(/\D/g, '')))
    .toBeGreaterThanOrEqual(count);

/**
 * Presses a button that is there, and enabled, for a while only: nothing where that is over. To be used where what comes
 * after it is the same in both cases.
 */
export const pressIfThere = (page: Page, name: string): Promise<void> =>
  page.evaluate((name) => {
    const buttons = [...document.querySelectorAll('button')];
    buttons
      .find(
        (button) => !button.disabled && (button.getAttribute('aria-label') ?? button.textContent) === name,
      )
      ?.click();
  }, name);

/**
 * Waits, in the page, until an element says something: also what it says for a while only, which could be over before it is looked for
 * from outside. Where it is an answer, to be called before what it answers.
 */
export const says = (page: Page, element: string, words: RegExp): Promise<unknown> =>
  page.waitForFunction(
    ([css, source]) =>
      [...document.querySelectorAll(css!)].some((one) =>
        new RegExp(source!).test(one.getAttribute('aria-label') ?? one.textContent),
      ),
    [element, words.source],
  );

/** Waits until what the page writes into the address, a little later, is there: by the page's own clock. */
export const addressWritten = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));

/**
 * Begins a slow motion that plays by itself, and pauses it, in the page, as soon as it says something.
 * @returns The sentences until then.
 */
export async function playUntil(page: Page, start: string, words: RegExp): Promise<string[]> {
  await expect.poll(() => page.getByRole('button', { name: start }).isEnabled()).toBe(true);
  return page.evaluate(
    ([start, source, hangs]) =>
      new Promise<string[]>((resolve, reject) => {
        const said: string[] = [];
        const wanted = new RegExp(source);
        const button = (name: string, place = 'body') =>
          [...document.querySelectorAll<HTMLButtonElement>(`${place} button`)].find(
            (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
          );
        const look = () => {
          const sentence = document.querySelector('.phases__text')?.textContent ?? '';
          if (sentence && sentence !== said.at(-1)) said.push(sentence);
          const pause = wanted.test(sentence) && button('Pause', '.phases');
          if (!pause) return;
          observer.disconnect();
          pause.click();
          resolve(said);
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, characterData: true, subtree: true });
        button(start)!.click();
        setTimeout(() => {
          observer.disconnect();
          reject(new Error(`It does not say ${source}, but: ${said.join(' | ')}`));
        }, hangs);
      }),
    [start, words.source, hangs] as const,
  );
}
