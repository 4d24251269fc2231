import { existsSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const built = 'packages/neurona/dist/neurona.min.js';
if (!existsSync(built)) {
  console.warn(
    `${built} is not there: the test of the page that uses it (packages/neurona) fails. Run \`npm run build\` first.`,
  );
}

/** Tests that need a browser, `*.browser.test.ts`, in Debian's Chromium with WebGPU on its software adapter. */
export default defineConfig({
  resolve: { conditions: ['@neurona/source', 'module', 'browser', 'development|production'] },
  server: {
    // cross-origin isolation: SharedArrayBuffer, so threads in WebAssembly
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
  test: {
    name: 'browser',
    include: ['{packages,apps,tooling}/**/src/**/*.browser.test.ts'],
    testTimeout: 180_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath,
          args: [
            '--enable-unsafe-webgpu',
            '--no-sandbox',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
