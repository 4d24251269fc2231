import { familyOf } from './family.js';
import type { Kind } from './kinds.js';

interface PackageJson {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const uses = ['backend', 'layers', 'tensor'];
const tests = ['backend-cpu', 'backend-wasm', 'backend-webgpu', 'training'];

/** A model of a family's package: configuration, blocks, model and factory in one file, and its test. */
export const newArchitecture: Kind = {
  description: 'a model of packages/architectures/<family>',
  options: [['-f, --family <package>', 'the package in packages/architectures: cnn, transformer, ...']],
  start(repository, { kebab, camel, pascal }, options) {
    const family = familyOf('architecture', options);
    const folder = `packages/architectures/${family}`;
    const manifest = `${folder}/package.json`;
    if (!repository.exists(manifest))
      throw new Error(
        `[pnpm new] expected a package of the family, got none (${folder}). Start it: npm run new -- package ${family} --level 4.`,
      );
    repository.createFrom('architecture', `${folder}/src`, { kebab, camel, pascal }, 'package/src');
    const { dependencies = {}, devDependencies = {} } = JSON.parse(repository.read(manifest)) as PackageJson;
    const wanted = {
      dependencies: withPackages(dependencies, uses),
      devDependencies: withPackages(devDependencies, tests),
    };
    if (JSON.stringify(wanted) !== JSON.stringify({ dependencies, devDependencies }))
      repository.editJson<PackageJson>(manifest, (found) => Object.assign(found, wanted));
    return [
      `Write the paper's model in ${folder}/src/${kebab}.ts, with its published sizes as configurations.`,
      'Compare parameters and state dictionary with the published ones in its test, under `published`.',
      `Show it in ${folder}/README.md.`,
      'Run `npm run setup`, `npm run generate`, `npm run changeset` and `npm run check`.',
    ];
  },
};

/** Dependencies with packages of the workspace, sorted by name. */
function withPackages(
  found: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  const added = Object.fromEntries(names.map((name) => [`@neurona/${name}`, 'workspace:^']));
  return Object.fromEntries(Object.entries({ ...added, ...found }).sort(([a], [b]) => (a < b ? -1 : 1)));
}
