import type { Kind } from './kinds.js';
import type { Repository } from './repository.js';

const contract = 'packages/backend/src/kernels.ts';
const shapes = 'packages/backend/src/shape-backend.ts';
const fixtures = 'packages/backend/src/testing/fixtures.ts';

/** Each backend with a table of kernels: the table, what it calls its runtime, and the template of a kernel. */
const backends = [
  { folder: 'packages/backend-cpu/src', table: 'cpu-kernels.ts', runtime: 't', template: 'kernel' },
  { folder: 'packages/backend-wasm/src', table: 'kernel-table.ts', runtime: 'wasm', template: 'kernel-wasm' },
  {
    folder: 'packages/backend-webgpu/src',
    table: 'webgpu-kernels.ts',
    runtime: 'gpu',
    template: 'kernel-webgpu',
  },
  { folder: 'packages/backend-tfjs/src', table: 'tfjs-kernels.ts', runtime: 't', template: 'kernel-tfjs' },
] as const;

/** A kernel of the contract, working on every backend, and its case in the conformance suite. */
export const newKernel: Kind = {
  description: 'a kernel: the contract, every backend, a case of the conformance suite',
  start(repository, { kebab, camel, pascal }) {
    for (const { folder, table, runtime, template } of backends) {
      repository.createFrom(template, `${folder}/kernels`, { kebab, camel, pascal });
      addToTable(repository, `${folder}/${table}`, `${camel}: ${camel}(${runtime}),`);
      repository.edit(`${folder}/${table}`, (text) =>
        text.replace(
          /^(?=import [^\n]* from '\.\/kernels\/)/m,
          `import { ${camel} } from './kernels/${kebab}.js';\n`,
        ),
      );
    }
    repository.edit(contract, (text) =>
      text.replace(
        /(export interface Kernels \{[\s\S]*?)(\n\})/,
        `$1\n\n  /** One sentence: shapes, dtypes, the result for no elements. */\n  ${camel}(x: DeviceArray): DeviceArray;$2`,
      ),
    );
    repository.edit(shapes, (text) =>
      text.replace(/(const kernels: Kernels = \{[\s\S]*?)(\n\};)/, `$1\n  ${camel}: like,$2`),
    );
    addFixture(repository, camel);
    return [
      `Write in ${contract} what ${camel} computes, for every shape and dtype; its shape is in ${shapes}.`,
      `Replace the copy in kernels/${kebab}.ts of packages/backend-cpu, -wasm, -webgpu and -tfjs.`,
      `Add its cases to tooling/generators/kernel_cases, which write packages/backend/fixtures/${camel}.json.`,
      'Run `npm run check` and `npm test`.',
    ];
  },
};

const addToTable = (repository: Repository, path: string, row: string): void =>
  repository.edit(path, (text) => text.replace(/(\n {2}return \{\n[\s\S]*?)(\n {2}\};)/, `$1\n    ${row}$2`));

/** The case of one vector, in the conformance suite that every backend runs. */
function addFixture(repository: Repository, camel: string): void {
  repository.edit(fixtures, (text) => {
    const row = text.replace(/(kernelFixtures: KernelFixtures = \{[\s\S]*?)(\n\})/, `$1\n  ${camel},$2`);
    const source = `import ${camel} from '../../fixtures/${camel}.json' with { type: 'json' };\n`;
    return row.replace(/^(?=import type \{ KernelName \})/m, source);
  });
  const vector = { shape: [2], dtype: 'float32', values: [1, 2] };
  const rows = [{ title: 'a vector', args: [vector], result: vector }];
  repository.create(`packages/backend/fixtures/${camel}.json`, `${JSON.stringify(rows, null, 2)}\n`);
}
