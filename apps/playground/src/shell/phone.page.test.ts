import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { pages } from '../pages/pages.js';
import { describePage, openPage } from '../testing/open-page.js';

/** Where an element is in the window. */
const boxOf = (page: Page, selector: string) =>
  page.evaluate((css) => {
    const { top, bottom, left, right, height } = document.querySelector(css)!.getBoundingClientRect();
    return { top, bottom, left, right, height };
  }, selector);

describePage('a page on a phone', () => {
  it.each(pages.map(({ name }) => name))('shows picture and settings of %s together', async (name) => {
    const { page, problems, close } = await openPage(name, { width: 390, device: 'wasm' });
    await page.locator('.workbench__picture').waitFor();
    expect((await boxOf(page, '.bar')).height).toBe(56);
    await page.evaluate(() => document.querySelector('.workbench__picture')!.scrollIntoView());
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect.poll(async () => (await boxOf(page, '#controls')).bottom).toBeLessThanOrEqual(844 - 56 + 1);
    const [picture, sheet] = [await boxOf(page, '.workbench__picture'), await boxOf(page, '#controls')];
    expect(picture.top).toBeGreaterThanOrEqual(0);
    expect(picture.bottom).toBeLessThanOrEqual(sheet.top + 1);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('controls');
    await page.screenshot({ path: `../../out/playground/sheet-${name}.png` });
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Settings');
    expect(problems).toEqual([]);
    await close();
  });

  it('keeps picture and settings side by side on a phone on its side', async () => {
    const { page, problems, screenshot, close } = await openPage('neuron', { width: 844, height: 390 });
    await page.locator('.workbench__picture').waitFor();
    await page.locator('#controls').scrollIntoViewIfNeeded();
    const [picture, controls] = [await boxOf(page, '.workbench__picture'), await boxOf(page, '#controls')];
    expect(picture.right).toBeLessThanOrEqual(controls.left);
    expect([picture.top >= 0, picture.bottom <= 390 - 56 + 1]).toEqual([true, true]);
    await page.screenshot({ path: '../../out/playground/neuron-844.png' });
    await screenshot('neuron-844-whole');
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    [320, 'en'],
    [320, 'es'],
    [390, 'es'],
  ] as const)('has room for all of the bar, %i wide, %s', async (width, language) => {
    const { page, problems, close } = await openPage('neuron', { width, language });
    await page.getByRole('button', { name: /^(Again|Otra vez)$/ }).waitFor();
    const clipped = await page.evaluate(() =>
      [...document.querySelectorAll('.bar, .bar > *, .bar button')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
        .filter(
          (element) => !element.querySelector('.tooltip__text') && !element.classList.contains('tooltip'),
        )
        .map(({ className, scrollWidth, clientWidth }) => `${className} ${scrollWidth} ${clientWidth}`),
    );
    expect(clipped).toEqual([]);
    const right = await page.evaluate(
      () => document.querySelector('.bar > :last-child')!.getBoundingClientRect().right,
    );
    expect(right).toBeLessThanOrEqual(width);
    await page.locator('.bar').screenshot({ path: `../../out/playground/bar-${width}-${language}.png` });
    expect(problems).toEqual([]);
    await close();
  });
});
