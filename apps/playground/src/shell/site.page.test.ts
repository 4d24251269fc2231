import { readFile, rm, stat } from 'node:fs/promises';
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

/** Waits for the service worker however long it takes to come, where a page would be shown without it after 1.5 seconds. */
const patiently = () => {
  const original = setTimeout;
  const patient = (body: () => void, ms?: number) => original(body, ms === 1500 ? 2 ** 31 - 1 : ms);
  Object.assign(globalThis, { setTimeout: patient });
};

/** Keeps account of the workers from which the page has heard of no training yet. */
const countUnheard = () => {
  const unheard = new Set<Worker>();
  const Original = Worker;
  globalThis.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      unheard.add(this);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'snapshot') unheard.delete(this);
      });
    }
  };
  Object.assign(globalThis, { unheard });
};

/** Paths of the files that the service worker keeps. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
    return paths;
  });

/** Waits until the service worker keeps what it keeps at once: the files of its list that are no page's. */
async function isKept(page: Page): Promise<void> {
  const text = await readFile(join(siteFolder(), 'sw.js'), 'utf8');
  const listed = Array.from(text.matchAll(/\burl["']?:\s*["'`]([^"'`]+)/g), ([, path]) => path!);
  const atOnce = listed.filter((path) => !path.includes('assets/pages/'));
  expect(atOnce.length).toBeGreaterThan(20);
  const lacking = async () => {
    const has = await kept(page);
    return atOnce.filter((path) => !has.some((one) => one.endsWith(`/${path}`)));
  };
  await expect.poll(lacking).toEqual([]);
}

/** Files that page and workers have loaded and the service worker does not keep. */
async function missing(page: Page): Promise<string[]> {
  const loaded = () => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  const paths = await Promise.all([
    page.evaluate(loaded),
    ...page.workers().map((worker) => worker.evaluate(loaded)),
  ]);
  const has = await kept(page);
  return paths.flat().filter((path) => path.includes('/assets/') && !has.includes(path));
}

describePage('the site', () => {
  it('isolates itself on a host without headers before anything is shown, and works offline where it was', async () => {
    const { page, problems, close } = await openPage('neuron', {
      bare: true,
      before: [countShown, patiently],
    });
    await page.getByText(running).first().waitFor();
    expect(await page.evaluate(() => [crossOriginIsolated, sessionStorage.getItem('shown')])).toEqual([
      true,
      '1',
    ]);
    await isKept(page);
    await page.reload(); // by now it answers for every file
    await page.getByText(running).first().waitFor();
    await expect.poll(() => missing(page)).toEqual([]);
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText(running).first().waitFor();
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
    await page.getByText('The page could not be loaded').first().waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('slider', { name: /^Noise/ }).waitFor();
    await close();
  });

  it('is shown without isolation where the service worker is slow, and not loaded again under the reader', async () => {
    let send = () => {};
    const isShown = new Promise<void>((resolve) => {
      send = resolve;
    });
    const { url, server } = await serveFolder(join(siteFolder(), '../..'), false, { 'sw.js': isShown });
    const site = `${url}some/folder/`;
    const { page, problems, close } = await openPage('', { bare: true, site, before: countShown });
    let loads = 0;
    page.on('load', () => loads++);
    send();
    await page.waitForFunction(() => navigator.serviceWorker.controller);
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
      await page.getByText(running).first().waitFor();
      if (!isBlocked) await isKept(page);
      await deployNewVersion(folder);
      await page
        .getByRole('link', { name: /^Next: / })
        .first()
        .click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('slider', { name: /^Noise/ }).waitFor();
      await expect
        .poll(() => page.evaluate(() => document.querySelector('script[type=module]')!.getAttribute('src')))
        .toMatch(/x\.js$/);
      await page.goBack();
      await page.getByRole('radio', { name: 'XOR' }).waitFor();
      await expect.poll(() => page.getByRole('radio', { name: 'XOR' }).isChecked()).toBe(true);
      await close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  );

  it('breaks no rule of its content security policy on any page', async () => {
    const { page, problems, close } = await openPage('', {
      bare: true,
      device: 'wasm',
      before: countUnheard,
    });
    for (const { name, title } of pages) {
      await page.evaluate((name) => {
        location.hash = `#/${name}`;
      }, name);
      await page.getByRole('heading', { level: 1, name: title.en }).waitFor();
      await page.getByText(running).first().waitFor();
      await page.waitForFunction(
        () => (globalThis as unknown as { unheard: ReadonlySet<Worker> }).unheard.size === 0, // its trainer was loaded and has begun
      );
      expect([name, problems]).toEqual([name, []]);
    }
    await page.waitForTimeout(300); // what the last one does
    expect(problems).toEqual([]);
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
    await page.getByText(running).first().waitFor();
    await expect
      .poll(async () => (await kept(page)).filter((path) => path.includes('/assets/pages/')).length)
      .toBeGreaterThan(1);
    await close();
  });
});
