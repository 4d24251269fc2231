import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { serveFolder } from './serve-folder.js';

/** How Chromium is started: each process of tests has one of its own, as a trace records a whole browser. */
export interface BrowserSettings {
  readonly executablePath: string;
  readonly args: string[];
  /** Milliseconds that each action waits, so that the page seems as much faster than the test. */
  readonly slowMo: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the site is served, where its files are, and the browser for it; or why there is none. */
    site: { url: string; bareUrl: string; folder: string; browser: BrowserSettings } | { reason: string };
  }
}

const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** What Chromium is told to leave out: it takes the last list alone, so that what Playwright 1.65 leaves out is in it, but for Edge's own. */
const leftOut = [
  'WebUIOmniboxPopup', // pages behind the address bar, which nobody sees: each window starts a process for them, most of a second
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];
const args = [
  '--enable-unsafe-webgpu', // also on a software adapter
  `--disable-features=${leftOut.join(',')}`,
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Before all page tests: builds the site, serves it from a subfolder with and without isolation. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!existsSync(executablePath)) {
    const reason = `there is no ${executablePath}; install chromium, or name it in the variable CHROMIUM_PATH`;
    console.log(`Page tests are skipped: ${reason}.`);
    project.provide('site', { reason });
    return undefined;
  }
  const root = await mkdtemp(join(tmpdir(), 'playground-'));
  const folder = join(root, 'some', 'folder');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, NODE_ENV: 'production', PLAYGROUND_STAND_INS: '1' },
    },
  );
  const [isolated, bare] = await Promise.all([serveFolder(root, true), serveFolder(root, false)]);
  project.provide('site', {
    url: `${isolated.url}some/folder/`,
    bareUrl: `${bare.url}some/folder/`,
    folder,
    browser: { executablePath, args, slowMo: Number(process.env.NEURONA_SLOW_MO ?? 0) },
  });
  return async () => {
    isolated.server.close();
    bare.server.close();
    await rm(root, { recursive: true, force: true });
  };
}
