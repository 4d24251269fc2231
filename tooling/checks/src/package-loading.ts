import { join } from 'node:path';
import { command } from './command.js';
import { publicPackages, root } from './workspace.js';

const asModules = (names: string): string =>
  `for (const name of ${names}) console.log(JSON.stringify(Object.keys(await import(name)).sort()))`;
const asCommonJs = (names: string): string =>
  `for (const name of ${names}) console.log(JSON.stringify(Object.keys(require(name)).sort()))`;

/** Loads every built package in Node.js, by `import` and by `require`: both have to give the same names. */
export async function packageLoading(): Promise<string[]> {
  const packages = publicPackages().filter(({ manifest }) => manifest.exports?.['.']);
  const names = JSON.stringify(packages.map(({ name }) => name));
  const folder = join(root, 'tooling/checks'); // depends on all of them
  const modules = await command('node', ['--input-type=module', '--eval', asModules(names)], folder);
  const commonJs = await command('node', ['--input-type=commonjs', '--eval', asCommonJs(names)], folder);
  for (const { code, output } of [modules, commonJs]) if (code !== 0) return [output.trim()];
  const lines = commonJs.output.trim().split('\n');
  return modules.output
    .trim()
    .split('\n')
    .flatMap((line, i) =>
      line === lines[i] && line !== '[]'
        ? []
        : [`${packages[i]!.name}: import gives ${line}, require ${lines[i]}.`],
    );
}
