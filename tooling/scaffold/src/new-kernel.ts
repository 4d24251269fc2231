import type { Kind } from './kinds.js';

const contract = 'packages/backend/src/kernels.ts';
const table = 'packages/backend-cpu/src/cpu-kernels.ts';
const fixtures = 'packages/backend/src/testing/fixtures.ts';

/** A kernel of the contract, its loop on cpu, the reference, and its case in the conformance suite. */
export const newKernel: Kind = {
  description: 'a kernel: the contract, the cpu adapter, a case of the conformance suite',
  start(repository, { kebab, camel, pascal }) {
    repository.createFrom('kernel', 'packages/backend-cpu/src/kernels', { kebab, camel, pascal });
    repository.edit(contract, (text) =>
      text.replace(
        /(export interface Kernels \{[\s\S]*?)(\n\})/,
        `$1\n\n  /** One sentence: shapes, dtypes, what holds for no elements. */\n  ${camel}(x: DeviceArray): DeviceArray;$2`,
      ),
    );
    repository.edit(table, (text) => {
      const row = text.replace(/(return \{[\s\S]*?)(\n {2}\};)/, `$1\n    ${camel}: ${camel}(t),$2`);
      return row.replace(
        /^(?=\n\/\*\* Every kernel)/m,
        `import { ${camel} } from './kernels/${kebab}.js';\n`,
      );
    });
    repository.edit(fixtures, (text) => {
      const row = text.replace(/(kernelFixtures: KernelFixtures = \{[\s\S]*?)(\n\})/, `$1\n  ${camel},$2`);
      const source = `import ${camel} from '../../fixtures/${camel}.json' with { type: 'json' };\n`;
      return row.replace(/^(?=import type \{ KernelFixtures \})/m, source);
    });
    const ones = { shape: [2], dtype: 'float32', values: [1, 2] };
    const rows = [{ title: 'a vector', args: [ones], result: ones }];
    repository.create(`packages/backend/fixtures/${camel}.json`, `${JSON.stringify(rows, null, 2)}\n`);
    return [
      `Say in ${contract} what ${camel} does, for every shape and dtype.`,
      `Let tooling/generators/kernel-fixtures.py write packages/backend/fixtures/${camel}.json.`,
      'Write it for the others: packages/backend-wasm, packages/backend-webgpu and packages/backend-tfjs.',
      'Run `pnpm check` and `npm test`.',
    ];
  },
};
