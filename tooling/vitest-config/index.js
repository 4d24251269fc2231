import { defineProject } from 'vitest/config';

/** Shared test project for Node.js: reads packages from their sources, no build first. */
export const node = (name, options = {}) =>
  defineProject({
    ssr: { resolve: { conditions: ['@neurona/source', 'node', 'module', 'import', 'default'] } },
    test: { name, environment: 'node', include: ['src/**/*.test.ts'], ...options },
  });
