import { expect, it } from 'vitest';
import { describePage, openPage } from '../testing/open-page.js';

const widths = [320, 390, 768, 1024, 1440, 1920];

describePage('the shell with 25 pages', () => {
  it.each(['en', 'es'] as const)('overflows nowhere from 320 to 1,920 pixels, in %s', async (language) => {
    const { page, problems, screenshot, view, close } = await openPage('', { standIns: true, language });
    const excess = () =>
      page.evaluate(() => {
        const wide = [...document.querySelectorAll('body *')].filter((element) => {
          const { right, width } = element.getBoundingClientRect();
          return (
            width > 0 &&
            right > innerWidth + 0.5 &&
            !element.closest('.visually-hidden, .tooltip__text, .skip, svg *')
          );
        });
        return [
          document.documentElement.scrollWidth - innerWidth,
          wide.map(({ className }) => String(className)),
        ];
      });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(async () => [width, await excess()]).toEqual([width, [0, []]]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await screenshot(`home-25-${language}`);
    await page.evaluate(() => {
      location.hash = '#/stand-in-24';
    });
    await page.getByRole('heading', { level: 1, name: / 24$/ }).waitFor();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(async () => [width, await excess()]).toEqual([width, [0, []]]);
      await page.getByRole('button', { name: /^(Topics|Temas)$/ }).click();
      const menu = page.getByRole('dialog', { name: /^(Topics|Temas)$/ });
      await menu.waitFor();
      await expect.poll(() => menu.getByRole('link').count()).toBe(25);
      await expect
        .poll(async () => [
          width,
          await menu.evaluate((element) => element.scrollWidth - element.clientWidth),
        ])
        .toEqual([width, 0]);
      await expect.poll(async () => [width, await excess()]).toEqual([width, [0, []]]);
      if (width === 390 || width === 1440) await view(`topics-${width}-${language}`);
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'hidden' });
    }
    expect(problems).toEqual([]);
    await close();
  });

  it('shows the place in the chapter, and steps to the pages before and after with the keyboard', async () => {
    const { page, problems, close } = await openPage('neuron', { standIns: true });
    await page
      .getByText(/^1 of \d+$/)
      .first()
      .waitFor();
    await expect.poll(() => page.getByRole('link', { name: /^Previous/ }).count()).toBe(0);
    await page
      .getByRole('link', { name: /^Next: / })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page
      .getByText(/^2 of \d+$/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: /^Previous: A neuron/ }).waitFor();
    await page.getByRole('button', { name: 'Topics' }).click();
    const here = page.getByRole('dialog').locator('[aria-current=page]');
    await expect.poll(() => here.textContent()).toMatch(/Points in the plane/);
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /^Handwritten digits/ })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page
      .getByText(/^Images/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });
});
