import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { chromium } from 'playwright';
import type { LoopOptions, LoopResult, runUnscopedLoop } from './unscoped-loop.js';

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.html': 'text/html' };

/** {@link runUnscopedLoop} in a page, from the modules that `scripts/memory.mjs` compiled for browsers. */
export async function runInChromium(options: LoopOptions): Promise<LoopResult> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--enable-unsafe-webgpu'],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.route('http://localhost/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') {
        await route.fulfill({
          contentType: 'text/html',
          body: '<script type="module" src="/page.js"></script>',
        });
        return;
      }
      const file = new URL(`./browser${pathname}`, import.meta.url);
      const body = await readFile(file).catch(() => undefined);
      if (body) await route.fulfill({ contentType: types[extname(pathname)] ?? 'text/plain', body });
      else await route.fulfill({ status: 404 });
    });
    await page.goto('http://localhost/');
    await page.waitForFunction(() => 'runUnscopedLoop' in globalThis);
    return await page.evaluate(
      (options) =>
        (globalThis as unknown as { runUnscopedLoop: typeof runUnscopedLoop }).runUnscopedLoop(options),
      options,
    );
  } finally {
    await browser.close();
  }
}
