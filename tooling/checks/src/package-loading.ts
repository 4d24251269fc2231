import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.js';
import { emptyProject } from './empty-project.js';
import { root } from './workspace.js';

const asModules = (names: string): string =>
  `for (const name of ${names}) console.log(JSON.stringify(Object.keys(await import(name)).sort()))`;
const asCommonJs = (names: string): string =>
  `for (const name of ${names}) console.log(JSON.stringify(Object.keys(require(name)).sort()))`;

/** What `@neurona/backend/testing` is published for: the golden values have to be in the package. */
const conformance = `import { cpu } from '@neurona/backend-cpu';
import { describeBackend } from '@neurona/backend/testing';
describeBackend(cpu());
`;

/** Loads every package as published in an empty project, by `import` and by `require`: both have to give the same names. */
export async function packageLoading(): Promise<string[]> {
  const { folder, required: main } = await emptyProject(); // those for tests run below
  const names = JSON.stringify(main);
  const modules = await command('node', ['--input-type=module', '--eval', asModules(names)], folder);
  const commonJs = await command('node', ['--input-type=commonjs', '--eval', asCommonJs(names)], folder);
  for (const { code, output } of [modules, commonJs]) if (code !== 0) return [output.trim()];
  const lines = commonJs.output.trim().split('\n');
  const differences = modules.output
    .trim()
    .split('\n')
    .flatMap((line, i) =>
      line === lines[i] && line !== '[]' ? [] : [`${main[i]}: import gives ${line}, require ${lines[i]}.`],
    );
  writeFileSync(join(folder, 'conformance.test.mjs'), conformance);
  const vitest = join(root, 'tooling/checks/node_modules/vitest/vitest.mjs');
  const tested = await command('node', [vitest, 'run', '--root', folder, '--reporter=dot'], folder);
  return tested.code === 0 ? differences : [...differences, tested.output.trim()];
}
