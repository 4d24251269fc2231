import { expect, it } from 'vitest';
import { describePage, openPage } from '../testing/open-page.js';
import { boxOf } from '../testing/phone.js';

describePage('a page on a phone', () => {
  it('keeps picture and settings side by side on a phone on its side', async () => {
    const { page, problems, screenshot, view, close } = await openPage('neuron', { width: 844, height: 390 });
    await page.locator('.workbench__picture').waitFor();
    await page.locator('#controls').scrollIntoViewIfNeeded();
    const [picture, controls] = [await boxOf(page, '.workbench__picture'), await boxOf(page, '#controls')];
    expect(picture.right).toBeLessThanOrEqual(controls.left);
    expect([picture.top >= 0, picture.bottom <= 390 - 56 + 1]).toEqual([true, true]);
    await view('neuron-844');
    await screenshot('neuron-844-whole');
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    [320, 'en'],
    [320, 'es'],
    [390, 'es'],
  ] as const)('has room for all of the bar, %i wide, %s', async (width, language) => {
    const { page, problems, view, close } = await openPage('neuron', { width, language });
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
    await view(`bar-${width}-${language}`, '.bar');
    expect(problems).toEqual([]);
    await close();
  });
});
