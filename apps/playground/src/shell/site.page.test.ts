import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { pages } from '../pages/pages.js';
import { copySite, deployNewVersion } from '../testing/new-version.js';
import { describePage, openPage, siteFolder } from '../testing/open-page.js';
import { serveFolder } from '../testing/serve-folder.js';

const running = /^WebAssembly, /;

/** Counts the documents of a tab that showed something. */
const countShown = () => {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('h1')) return;
    observer.disconnect();
    sessionStorage.setItem('shown', String(Number(sessionStorage.getItem('shown') ?? 0) + 1));
  });
  observer.observe(document, { childList: true, subtree: true });
};

/** Paths of the files that the service worker keeps. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
    return paths;
  });

/** Waits until the service worker keeps what it keeps at once: until no file is added any more. */
async function isKept(page: Page): Promise<void> {
  let before = -1;
  const isComplete = async () => {
    const { length } = await kept(page);
    const isSame = length === before && length > 20;
    before = length;
    return isSame;
  };
  await expect.poll(isComplete, { timeout: 30_000, interval: 1000 }).toBe(true);
}

describePage('the site', () => {
  it('isolates itself on a host without headers before anything is shown, and works offline where it was', async () => {
    const { page, problems, close } = await openPage('neuron', { bare: true, before: countShown });
    await page.getByText(running).waitFor();
    expect(await page.evaluate(() => [crossOriginIsolated, sessionStorage.getItem('shown')])).toEqual([
      true,
      '1',
    ]);
    await isKept(page);
    await page.reload(); // by now it answers for every file
    await page.getByText(running).waitFor();
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText(running).waitFor();
    await page
      .getByText(/^Solved after/)
      .first()
      .waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(problems.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await page
      .getByRole('link', { name: /^Next: / })
      .first()
      .click(); // a page that was not open before
    await page.getByText('The page could not be loaded').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('slider', { name: /^Noise/ }).waitFor();
    await close();
  });

  it('is shown without isolation where the service worker is slow, and not loaded again under the reader', async () => {
    const { url, server } = await serveFolder(join(siteFolder(), '../..'), false, { 'sw.js': 4000 });
    const site = `${url}some/folder/`;
    const { page, problems, close } = await openPage('', { bare: true, site, before: countShown });
    let loads = 0;
    page.on('load', () => loads++);
    await page.waitForFunction(() => navigator.serviceWorker.controller, undefined, { timeout: 60_000 });
    await page.waitForTimeout(500);
    expect(loads).toBe(0);
    expect(await page.evaluate(() => sessionStorage.getItem('shown'))).toBe('1');
    await page.reload();
    await page.locator('h1').waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(problems).toEqual([]);
    await close();
    server.close();
  });

  it.each([
    ['without', true],
    ['with', false],
  ] as const)(
    'loads itself anew when a new version was deployed under an open tab, %s a service worker',
    async (_, isBlocked) => {
      const folder = await copySite(siteFolder());
      const { url, server } = await serveFolder(folder, isBlocked);
      const { page, close } = await openPage('neuron', { site: url, bare: !isBlocked, state: '?data=xor' });
      await page.getByText(running).waitFor();
      if (!isBlocked)
        await page.waitForFunction(async () =>
          (await caches.keys()).some((name) => name.includes('precache')),
        );
      await deployNewVersion(folder);
      await page
        .getByRole('link', { name: /^Next: / })
        .first()
        .click();
      await page.getByRole('heading', { level: 1 }).waitFor({ timeout: 40_000 });
      await page.getByRole('slider', { name: /^Noise/ }).waitFor({ timeout: 60_000 });
      expect(
        await page.evaluate(() => document.querySelector('script[type=module]')!.getAttribute('src')),
      ).toMatch(/x\.js$/);
      await page.goBack();
      await page.getByRole('radio', { name: 'XOR' }).waitFor();
      expect(await page.getByRole('radio', { name: 'XOR' }).isChecked()).toBe(true);
      await close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  );

  it('breaks no rule of its content security policy on any page', async () => {
    const { page, problems, close } = await openPage('', { bare: true, device: 'wasm' });
    await page.waitForTimeout(300);
    for (const { name, title } of pages) {
      await page.evaluate((name) => {
        location.hash = `#/${name}`;
      }, name);
      await page.getByRole('heading', { level: 1, name: title.en }).waitFor();
      await page.getByText(/^WebAssembly, \d+ threads/).waitFor();
      await page.waitForTimeout(300);
      expect([name, problems]).toEqual([name, []]);
    }
    await close();
  });

  it('has a policy that forbids foreign code', async () => {
    const { page, problems, close } = await openPage('');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.wasRun = true';
      document.body.append(script);
    });
    expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false);
    expect(problems.join()).toMatch(/Content Security Policy/);
    await close();
  });

  it('shows the camera under its policy', async () => {
    const { page, problems, close } = await openPage('convolution', {
      before: () => {
        const canvas = document.createElement('canvas');
        const draw = () => canvas.getContext('2d')!.fillRect(0, 0, 9, 9);
        navigator.mediaDevices.getUserMedia = async () => {
          setInterval(draw, 30);
          return canvas.captureStream(30);
        };
      },
    });
    await page.getByRole('button', { name: 'Camera', exact: true }).click();
    await page.getByRole('button', { name: 'Stop the camera' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('keeps shell and backends at once in less than a megabyte, and a page when it is used', async () => {
    const { page, close } = await openPage('', { bare: true });
    await isKept(page);
    const first = await kept(page);
    const sizes = await Promise.all(
      first.map(async (path) => (await stat(join(siteFolder(), path.split('/some/folder/')[1]!))).size),
    );
    const total = sizes.reduce((a, b) => a + b, 0);
    console.log(`The service worker keeps ${(total / 1e6).toFixed(2)} MB in ${first.length} files at once.`);
    expect(total).toBeLessThan(1e6);
    expect(first.filter((path) => path.includes('/assets/pages/'))).toEqual([]);
    await page.reload();
    await page.getByRole('link', { name: /^A neuron/ }).click();
    await page.getByText(running).waitFor();
    expect((await kept(page)).filter((path) => path.includes('/assets/pages/')).length).toBeGreaterThan(1);
    await close();
  });
});
