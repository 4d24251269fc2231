import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumBackend } from '../backends.js';
import type { GoldensPage, PageAnswer } from './page.js';
import { servePage } from './serve-page.js';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const browserArgs = [
  '--enable-unsafe-webgpu', // also on a software adapter
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const limitMs = 30 * 60_000;

/**
 * Runs cases on WebGPU in Chromium: bundles the harness, serves it on the loopback interface and opens it.
 * @param folder - The golden files.
 * @param ids - Names of the cases.
 */
export async function runInChromium(folder: string, ids: readonly string[]): Promise<PageAnswer> {
  if (!existsSync(executablePath)) {
    return {
      reason: `there is no ${executablePath}; install chromium, or name it in the variable CHROMIUM_PATH`,
    };
  }
  const bundle = await mkdtemp(join(tmpdir(), 'goldens-'));
  try {
    await bundlePage(bundle);
    const { url, server } = await servePage(bundle, folder);
    try {
      return await openPage(url, ids);
    } finally {
      server.close();
    }
  } finally {
    await rm(bundle, { recursive: true, force: true });
  }
}

async function bundlePage(outDir: string): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'error',
    resolve: { conditions: ['@neurona/source', 'module', 'browser', 'development|production'] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: fileURLToPath(new URL('./page.ts', import.meta.url)),
        output: { entryFileNames: 'page.js' },
      },
    },
  });
}

async function openPage(url: string, ids: readonly string[]): Promise<PageAnswer> {
  const { chromium } = await import('playwright');
  const browser = await chromium.launch({ executablePath, args: browserArgs });
  let timer: NodeJS.Timeout | undefined;
  try {
    const page = await browser.newPage();
    const broken = new Promise<never>((_, reject) => {
      page.on('crash', () => reject(new Error('the page crashed')));
      page.on('pageerror', reject);
      timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 60_000} minutes`)), limitMs);
    });
    await page.goto(url);
    const answer = page
      .waitForFunction(() => 'runGoldens' in globalThis)
      .then(() =>
        page.evaluate(({ ids, label }) => (globalThis as unknown as GoldensPage).runGoldens(ids, label), {
          ids,
          label: chromiumBackend,
        }),
      );
    return await Promise.race([answer, broken]);
  } finally {
    clearTimeout(timer);
    await browser.close();
  }
}
