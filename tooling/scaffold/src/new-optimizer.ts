import type { Kind } from './kinds.js';

/** An optimizer, the paper's update for one parameter, and its test. */
export const newOptimizer: Kind = {
  description: 'an optimizer of @neurona/optimizers',
  start(repository, { kebab, camel, pascal }) {
    repository.createFrom('optimizer', 'packages/optimizers/src', { kebab, camel, pascal });
    return [
      `Write the paper's update and its comment in packages/optimizers/src/${kebab}.ts.`,
      'Add a row to the table in packages/optimizers/src/optimizers.test.ts.',
      'Add its PyTorch name to the table in tooling/goldens.',
      'Run `pnpm generate`, `pnpm changeset` and `pnpm check`.',
    ];
  },
};
