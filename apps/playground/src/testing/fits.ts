import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { openPage, overflow, screens, smallTargets } from './open-page.js';
import { withControls } from './phone.js';

/**
 * Tests in each window of `screens` that a page fits, can be tapped and is accessible; keeps its pictures.
 * @param state - Of the page, as in its address.
 * @param ready - Brings the page to what is looked at.
 * @param passesOver - How targets begin that may be small.
 */
export function itFits(
  name: string,
  state: string,
  ready: (page: Page) => Promise<void>,
  passesOver?: string,
): void {
  it.each(screens)('fits and is accessible, %i by %i, %s, %s', async (width, height, theme, language) => {
    const opened = await openPage(name, { width, height, theme, language, state });
    const { page, problems, screenshot, faults, close } = opened;
    await ready(page);
    await screenshot(`${name}-${width}-${theme}`);
    const look = async () => {
      const small = await smallTargets(page);
      expect(small.filter((target) => !passesOver || !target.startsWith(passesOver))).toEqual([]);
    };
    await (height > width ? withControls(page, look) : look());
    expect(await overflow(page)).toBe(0);
    expect(await faults()).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });
}
