import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineProject } from 'vitest/config';

const softwareVulkan = '/usr/lib/chromium/vk_swiftshader_icd.json'; // Debian's chromium brings a software GPU driver
if (!process.env.VK_DRIVER_FILES && existsSync(softwareVulkan)) process.env.VK_DRIVER_FILES = softwareVulkan;
if (existsSync('/usr/lib/chromium/libvulkan.so.1')) process.env.LD_LIBRARY_PATH ??= '/usr/lib/chromium'; // and its loader
process.env.XDG_RUNTIME_DIR ??= tmpdir(); // without it the driver prints a warning

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = relative(root, process.cwd()).replaceAll('\\', '/');

/** With NEURONA_COLLECT=1 garbage is collected each millisecond: what a test dropped can't go unnoticed. */
const collecting = process.env.NEURONA_COLLECT
  ? {
      execArgv: ['--expose-gc'],
      setupFiles: [fileURLToPath(new URL('collect-often.js', import.meta.url))],
    }
  : {};

/**
 * Shared test project for Node.js: reads packages from their sources, no build first. One root and one text of `vitest.config.ts` in
 * all packages let them share what Vite has made of a source file: half of the processor time of a small package.
 */
export const node = (options = {}) =>
  defineProject({
    root,
    ssr: { resolve: { conditions: ['@neurona/source', 'node', 'module', 'import', 'default'] } },
    test: {
      name: basename(here),
      environment: 'node',
      include: [`${here}/src/**/*.test.ts`],
      exclude: ['**/*.browser.test.ts', '**/*.page.test.ts', '**/*.slow.test.ts'],
      experimental: { fsModuleCache: true },
      passWithNoTests: true,
      isolate: false, // files share a worker and what it has imported: two thirds of the processor time
      testTimeout: 180_000, // ends what hangs: a busy machine needs many times a quiet one's seconds
      hookTimeout: 180_000,
      expect: { poll: { timeout: 60_000 } },
      ...options,
      ...collecting,
    },
  });
