import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import levelTable from '../levels.json' with { type: 'json' };
import { members, shortName } from './one-import.js';
import { allPackages, type Package, read, root } from './workspace.js';

const entry = (name: string, source: string): unknown => ({
  '@neurona/source': source,
  import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
  require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
});

/** Where the sources are: said once, in the root's package.json. */
const { author, repository } = JSON.parse(read('package.json')) as {
  readonly author: string;
  readonly repository: { readonly type: string; readonly url: string };
};
const site = repository.url.replace(/^git\+|\.git$/g, '');

/** What every published package has in its package.json. */
const uniform: Readonly<Record<string, unknown>> = {
  license: 'Apache-2.0',
  author,
  type: 'module',
  main: './dist/index.cjs',
  module: './dist/index.js',
  types: './dist/index.d.ts',
  files: ['dist'], // sources and tests are the repository's
  engines: { node: '>=20.19.0' },
  publishConfig: { access: 'public' },
  scripts: {
    build: 'tsup && node node_modules/@neurona/tsup-config/esm-types.js',
    prepack: 'node node_modules/@neurona/tsup-config/before-packing.js',
    typecheck: 'tsc -p .',
    test: 'vitest run',
  },
};

/** The keywords that every package starts with; at least three of its own follow. */
const commonKeywords = ['deep-learning', 'neural-network', 'typescript'];

/** Differences of the packages' package.json files from the common form. */
export function manifests(): string[] {
  const packages = allPackages();
  const published = packages.filter(({ manifest }) => !manifest.private);
  const versions = new Set(published.map(({ manifest }) => manifest.version));
  const found =
    versions.size > 1 ? [`published packages share one version, found ${[...versions].join(', ')}.`] : [];
  const scopes = JSON.parse(read('.changeset/config.json')) as { readonly fixed: unknown };
  if (!isDeepStrictEqual(scopes.fixed, [['neurona', '@neurona/*']]))
    found.push('.changeset/config.json: "fixed" has to be [["neurona", "@neurona/*"]].');
  return found.concat(
    sameKeywords(published),
    packages.flatMap((one) => (one.manifest.private ? privateRules(one) : publicRules(one))),
  );
}

/** Packages that are found under exactly the same words. */
function sameKeywords(packages: readonly Package[]): string[] {
  const owners = new Map<string, string>();
  return packages.flatMap(({ name, folder, manifest }) => {
    const words = String([...(manifest.keywords as readonly string[])].sort());
    const other = owners.get(words);
    owners.set(words, name);
    return other ? [`${folder}/package.json: "keywords" are those of ${other}.`] : [];
  });
}

function privateRules({ folder, manifest }: Package): string[] {
  return manifest.type === 'module' ? [] : [`${folder}/package.json: "type" has to be "module".`];
}

function publicRules({ name, folder, manifest }: Package): string[] {
  const found: string[] = [];
  const expect = (what: string, value: unknown, wanted: unknown): void => {
    if (!isDeepStrictEqual(value, wanted))
      found.push(
        `${folder}/package.json: ${what} has to be ${JSON.stringify(wanted)}, it is ${JSON.stringify(value)}.`,
      );
  };
  const short = folder.split('/').at(-1);
  expect('"name"', name, short === 'neurona' ? 'neurona' : `@neurona/${short}`);
  if (!existsSync(join(root, folder, 'README.md'))) found.push(`${folder}: has no README.md.`);
  const level = folder.replace('packages/', '').replace(/^architectures\/.*/, 'architectures/*');
  if (!levelTable.levels.flat().includes(level))
    found.push(`${folder}: has no level in tooling/checks/levels.json.`);
  expect('"repository"', manifest.repository, { ...repository, directory: folder });
  expect('"homepage"', manifest.homepage, `${site}/tree/main/${folder}#readme`);
  expect('"bugs"', manifest.bugs, `${site}/issues`);
  if (name === 'neurona') {
    for (const member of members()) {
      const short = shortName(member);
      expect(
        `"exports" "./${short}"`,
        manifest.exports?.[`./${short}`],
        entry(short, `./src/generated/${short}.ts`),
      );
      const { [member.name]: range } = manifest.dependencies as Readonly<Record<string, string>>;
      expect(`the dependency "${member.name}"`, range, 'workspace:^');
    }
  }
  const keywords = (manifest.keywords ?? []) as readonly string[];
  expect('the first "keywords"', keywords.slice(0, commonKeywords.length), commonKeywords);
  if (keywords.length < commonKeywords.length + 3)
    found.push(
      `${folder}/package.json: "keywords" need three of its own after ${commonKeywords.join(', ')}.`,
    );
  const peers = (manifest.peerDependencies ?? {}) as Readonly<Record<string, string>>;
  if (peers.vitest !== undefined) expect('the peer "vitest"', peers.vitest, '>=3'); // npm fails where another one is installed
  for (const [peer, range] of Object.entries(peers)) // a range that a minor version leaves makes all packages 1.0.0
    if (peer.startsWith('@neurona/')) expect(`the peer "${peer}"`, range, '>=0.1.0');
  for (const [field, wanted] of Object.entries(uniform)) {
    const value = manifest[field];
    if (field === 'scripts') expect('"scripts"', { ...(wanted as object), ...(value as object) }, value);
    else expect(`"${field}"`, value, wanted);
  }
  expect('"exports" "."', manifest.exports?.['.'], entry('index', './src/index.ts'));
  expect('"exports" "./package.json"', manifest.exports?.['./package.json'], './package.json');
  if (manifest.exports?.['./testing'])
    expect('"exports" "./testing"', manifest.exports['./testing'], {
      '@neurona/source': './src/testing/index.ts',
      import: { types: './dist/testing.d.ts', default: './dist/testing.js' }, // Vitest can't be required
    });
  if (!/^[A-Z].*\.$/.test(String(manifest.description)))
    found.push(`${folder}/package.json: "description" has to be one sentence.`);
  return found;
}
