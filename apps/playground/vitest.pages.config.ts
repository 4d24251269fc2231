import { defineConfig } from 'vitest/config';

/** Tests that drive the built site in Chromium, `*.page.test.ts`. */
export default defineConfig(({ mode }) => ({
  test: {
    name: 'pages',
    include: ['src/**/*.page.test.ts'],
    globalSetup: 'src/testing/built-site.ts',
    // Several at once, as a page that is waited for leaves a processor idle; where speed is measured, another browser would take it away.
    maxWorkers: mode === 'measure' ? 1 : 3,
    isolate: false, // so that files share a browser: each test has a profile of its own in it
    testTimeout: 1_200_000, // longer than any wait: a slow machine is no fault
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    retry: 1, // a browser among other programs: what fails twice is a fault
  },
}));
