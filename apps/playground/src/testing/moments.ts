import type { Page } from 'playwright';
import { expect } from 'vitest';

/**
 * Starts the training of a page as soon as it can, unless it runs already, as pages do when one comes. The button is read and
 * pressed at once, as its words change when a training begins by itself or comes to its end.
 */
export async function startTraining(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const button = document.querySelector<HTMLButtonElement>('.bar button');
    if (!button || button.disabled) return false;
    if (!/^Paus/.test(button.textContent)) button.click();
    return true;
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
    ([start, source]) =>
      new Promise<string[]>((resolve) => {
        const said: string[] = [];
        const wanted = new RegExp(source!);
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
        button(start!)!.click();
      }),
    [start, words.source],
  );
}
