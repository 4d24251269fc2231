import type { Kind } from './kinds.js';

/** A callback of a training and its test. */
export const newCallback: Kind = {
  description: 'a callback of @neurona/training',
  start(repository, { kebab, camel, pascal }) {
    const folder = 'packages/training/src/callbacks';
    repository.createFrom('callback', folder, { kebab, camel, pascal });
    return [
      `Keep the methods that it needs in ${folder}/${kebab}.ts, and say in its comment what it does and when.`,
      'Run `pnpm generate`, `pnpm changeset` and `pnpm check`.',
    ];
  },
};
