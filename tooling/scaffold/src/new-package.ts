import type { Kind } from './kinds.js';

interface LevelTable {
  levels: string[][];
}
interface PackageJson {
  dependencies: Record<string, string>;
}
interface OneImport extends PackageJson {
  exports: Record<string, unknown>;
}

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The entry of `neurona` that is one package. */
const entryOf = (kebab: string): unknown => ({
  '@neurona/source': `./src/generated/${kebab}.ts`,
  import: { types: `./dist/${kebab}.d.ts`, default: `./dist/${kebab}.js` },
  require: { types: `./dist/${kebab}.d.cts`, default: `./dist/${kebab}.cjs` },
});

/** A published package with its build, tests and README; a family of architectures has the level 4. */
export const newPackage: Kind = {
  description: 'a published package, @neurona/<name>',
  options: [['-l, --level <0-5>', 'its level in the table of imports (4: a family of architectures)']],
  start(repository, { kebab, pascal, camel }, { level }) {
    const table = JSON.parse(repository.read('tooling/checks/levels.json')) as LevelTable;
    const row = Number(level ?? Number.NaN);
    if (!table.levels[row])
      throw new Error(
        `[pnpm new] expected --level 0 to ${table.levels.length - 1}, got ${level ?? 'none'} (package).`,
      );
    const isFamily = table.levels[row].includes('architectures/*');
    const folder = isFamily ? `packages/architectures/${kebab}` : `packages/${kebab}`;
    const version = (JSON.parse(repository.read('packages/backend/package.json')) as { version: string })
      .version;
    repository.createFrom('package', folder, { kebab, camel, pascal, folder, version });
    const levelOfName = table.levels.findIndex((names) => names.includes(kebab));
    if (levelOfName !== -1 && levelOfName !== row)
      throw new Error(
        `[pnpm new] expected --level ${levelOfName}, got ${row} (levels.json has ${kebab} there).`,
      );
    if (!isFamily && levelOfName === -1)
      repository.editJson<LevelTable>('tooling/checks/levels.json', ({ levels }) => levels[row]!.push(kebab));
    repository.editJson<PackageJson>('tooling/checks/package.json', (manifest) => {
      manifest.dependencies = sorted({ ...manifest.dependencies, [`@neurona/${kebab}`]: 'workspace:*' });
    });
    repository.editJson<OneImport>('packages/neurona/package.json', (manifest) => {
      const { '.': main, './neurona.min.js': whole, './package.json': self, ...others } = manifest.exports;
      const entries = sorted({ ...others, [`./${kebab}`]: entryOf(kebab) });
      manifest.exports = { '.': main, ...entries, './neurona.min.js': whole, './package.json': self };
      manifest.dependencies = sorted({ ...manifest.dependencies, [`@neurona/${kebab}`]: 'workspace:^' });
    });
    for (const [file, kilobytes] of Object.entries({ 'bundle-sizes': 5, 'package-sizes': 400 })) {
      repository.edit(`tooling/checks/src/${file}.json`, (text) => {
        const bounds = JSON.parse(text) as Record<string, number>;
        return `${JSON.stringify(sorted({ ...bounds, [`@neurona/${kebab}`]: kilobytes }), null, 2)}\n`;
      });
    }
    return [
      `Describe the package in ${folder}/package.json and ${folder}/README.md.`,
      `List what it imports in ${folder}/package.json, then run \`pnpm install\`.`,
      `Name ${folder}/src/${kebab}.ts after its subject, then run \`pnpm generate\`.`,
      'Run `pnpm changeset`.',
    ];
  },
};
