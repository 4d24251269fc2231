import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { itFits } from '../testing/fits.js';
import { describePage, openPage, siteFolder } from '../testing/open-page.js';
import { moonPoints } from './moon-network.js';

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

  it('shows a network at work on the place that is pointed at', async () => {
    const { page, problems, close } = await openPage('', { isCalm: true }); // else the place wanders there by itself
    const live = page.locator('.live');
    await live.scrollIntoViewIfNeeded();
    const { x, y, width } = (await live.boundingBox())!;
    const [whole, side, reach] = [480, 220, 2.8]; // widths of drawing and plane, and the plane's coordinates
    for (const at of moonPoints.slice(0, 4)) {
      const [left, top] = [at.x, -at.y].map((value) => ((value + reach) / (2 * reach)) * side);
      await page.mouse.move(x + (left! * width) / whole, y + (top! * width) / whole);
      await expect
        .poll(async () => Number(await page.locator('.live__place').getAttribute('cx')))
        .toBeCloseTo(left!, -1);
      const answer = page.locator('.live').locator('circle[r="17.5"]'); // inside of the large unit
      await expect.poll(() => answer.getAttribute('class')).toBe(at.label === 0 ? 'live__a' : 'live__b');
    }
    expect(problems).toEqual([]);
    await close();
  });

  itFits('', { picture: 'home' });
});
