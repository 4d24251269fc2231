import { familyOf } from './family.js';
import type { Kind } from './kinds.js';

const methods = 'packages/tensor/src/methods.ts';

/** An operation composed of others, its method form, and its test. */
export const newOp: Kind = {
  description: 'an operation of @neurona/tensor, composed of others, with its method form',
  options: [
    ['-f, --family <folder>', 'the folder in packages/tensor/src/ops: elementwise, reduce, shape, ...'],
  ],
  start(repository, { kebab, camel, pascal }, options) {
    const family = familyOf('op', options);
    const folder = `packages/tensor/src/ops/${family}`;
    repository.createFrom('op', folder, { kebab, camel, pascal });
    repository.edit(methods, (text) => {
      const withImport = text.replace(
        /^(?=import .* from '\.\/tensor\.js';$)/m,
        `import { ${camel} } from './ops/${family}/${kebab}.js';\n`,
      );
      return withImport.replace(/(const methods = \{[\s\S]*?)(\n\};)/, `$1\n  ${camel},$2`);
    });
    return [
      `Write its equation, its value and its comment in ${folder}/${kebab}.ts.`,
      'An operation with a custom gradient uses `defineOp`, as packages/tensor/src/ops/products/matmul.ts does.',
      'Add its PyTorch name to the table in tooling/goldens.',
      'Run `pnpm generate`, `pnpm changeset` and `pnpm check`.',
    ];
  },
};
