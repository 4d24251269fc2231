import { familyOf } from './family.js';
import type { Kind } from './kinds.js';

/** A layer with its parameters and its test. */
export const newLayer: Kind = {
  description: 'a layer of @neurona/layers',
  options: [['-f, --family <folder>', 'the folder in packages/layers/src: norm, conv, pool, ...']],
  start(repository, { kebab, camel, pascal }, options) {
    const folder = `packages/layers/src/${familyOf('layer', options)}`;
    repository.createFrom('layer', folder, { kebab, camel, pascal });
    return [
      `Write its equation, its shapes and its comment in ${folder}/${kebab}.ts.`,
      'Add its PyTorch name to the table in tooling/goldens.',
      'Run `pnpm generate`, `pnpm changeset` and `pnpm check`.',
    ];
  },
};
