import { defineConfig } from 'vitest/config';

/** Tests that drive the built site in Chromium, `*.page.test.ts`. */
export default defineConfig({
  test: {
    name: 'pages',
    include: ['src/**/*.page.test.ts'],
    globalSetup: 'src/testing/built-site.ts',
    maxWorkers: 1, // another browser would take the processor from what is measured
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    retry: 1, // a browser among other programs: what fails twice is a fault
  },
});
