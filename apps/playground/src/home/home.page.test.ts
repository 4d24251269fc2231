import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { describePage, openPage, overflow, siteFolder, smallTargets } from '../testing/open-page.js';

describePage('the start page', () => {
  it('is less than 150 KB of code and styles, and loads no backend', async () => {
    const { page, problems, close } = await openPage('');
    const loaded = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => new URL(name).pathname.split('/some/folder/')[1]),
    );
    const files = [...loaded, 'index.html'].filter((path) => /\.(js|css|html)$/.test(path ?? ''));
    const sizes = await Promise.all(
      files.map(async (path) => gzipSync(await readFile(join(siteFolder(), path!))).length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`The start page is ${(total / 1000).toFixed(1)} KB gzip in ${files.length} files.`);
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(total).toBeLessThan(150_000);
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    [390, 'light', 'en'],
    [390, 'dark', 'es'],
    [1280, 'light', 'es'],
    [1280, 'dark', 'en'],
  ] as const)('fits and is accessible, %i wide, %s, %s', async (width, theme, language) => {
    const { page, problems, screenshot, faults, close } = await openPage('', { width, theme, language });
    await screenshot(`home-${width}-${theme}`);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await overflow(page)).toBe(0);
    expect(await smallTargets(page)).toEqual([]);
    expect(await faults()).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });
});
