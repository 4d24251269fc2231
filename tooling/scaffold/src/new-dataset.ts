import type { Kind } from './kinds.js';

/** A data set with its source and its test. */
export const newDataset: Kind = {
  description: 'a data set of @neurona/datasets',
  start(repository, { kebab, camel, pascal }) {
    const folder = `packages/datasets/src/sets/${kebab}`;
    repository.createFrom('dataset', folder, { kebab, camel, pascal });
    return [
      `Write its source, licence and citation in ${folder}/${kebab}.ts, and its values or how they are downloaded.`,
      'Data that ships with the package is loaded by a dynamic import, as sets/wine does; a download has sizes and checksums, as in sets/mnist.',
      'Run `pnpm generate`, `pnpm changeset` and `pnpm check`.',
    ];
  },
};
