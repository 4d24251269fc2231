import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { type OpenPageOptions, openPage, overflow, smallTargets } from './open-page.js';
import { expectTogether } from './phone.js';

/** Windows in which a page is looked at, one after the other. The language is changed where the header shows it. */
const windows = [
  { width: 390, height: 844, theme: 'dark', language: 'es' },
  { width: 1440, height: 900, theme: 'light', language: 'es' },
  { width: 1024, height: 768, theme: 'dark', language: 'en' },
  { width: 844, height: 390, theme: 'light', language: 'en' },
] as const;

/** Settings of {@link itFits}. */
export interface FitsOptions extends Pick<OpenPageOptions, 'state' | 'device'> {
  /** Brings the page, on a phone and in Spanish, to what is looked at. */
  readonly ready?: (page: Page) => Promise<void>;
  /** How targets begin that may be small. */
  readonly passesOver?: string;
  /** Of the pictures, default the page's name. */
  readonly picture?: string;
}

/**
 * Tests that a page fits, shows picture and settings together, can be tapped and is accessible on phones, upright and on their side, and on screens, in both themes
 * and languages, which change while it is open; keeps its pictures.
 */
export function itFits(name: string, options: FitsOptions = {}): void {
  const { ready, passesOver, picture = name, ...opened } = options;
  it(`fits and is accessible in every window${picture === name ? '' : `: ${picture}`}`, async () => {
    const [phone] = windows;
    const { page, problems, screenshot, view, faults, close } = await openPage(name, { ...phone, ...opened });
    await ready?.(page);
    let shown: string = phone.language;
    for (const { width, height, theme, language } of windows) {
      const where = `${width} by ${height}, ${theme}, ${language}`;
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme });
      if (language !== shown)
        await page.getByRole('radio', { name: language.toUpperCase(), exact: true }).check();
      shown = language;
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
      await screenshot(`${picture}-${width}-${theme}`);
      const look = async () => {
        const small = async () =>
          (await smallTargets(page)).filter((target) => !passesOver || !target.startsWith(passesOver));
        await expect.poll(small, { message: where }).toEqual([]);
      };
      const lookAtSheet = async () => {
        await view(`sheet-${picture}`);
        await look();
      };
      await (name && height > width ? expectTogether(page, lookAtSheet) : look());
      await expect.poll(() => overflow(page), { message: where }).toBe(0); // pictures follow a new width
      expect(await faults(), where).toEqual([]);
    }
    expect(problems).toEqual([]);
    await close();
  });
}
