import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { itFits } from '../testing/fits.js';
import { describePage, openPage, siteFolder } from '../testing/open-page.js';

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

  itFits('', { picture: 'home' });
});
