import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { defineConfig } from 'tsup';

/** Shared build: ESM, CommonJS and types. @param {import('tsup').Options & { typesOf?: Record<string, string>, esmOnly?: Record<string, string>, whole?: Record<string, string> }} [options] */
export const lib = ({
  entry = { index: 'src/index.ts' },
  typesOf = entry,
  esmOnly = {},
  whole = {},
  ...options
} = {}) =>
  defineConfig(async () => {
    await rm('dist', { recursive: true, force: true }); // by neither of the two, as they are built at once
    await writeDeclarations();
    return [
      {
        ...shared,
        ...options,
        format: 'cjs',
        entry,
        dts: {
          entry: declarationsOf({ ...typesOf, ...esmOnly }),
          compilerOptions: {
            ignoreDeprecations: '6.0', // tsup 8 injects baseUrl, an error in TypeScript 6
            noCheck: true, // `pnpm check` has one program for the types of all packages, a build would make one for each
          },
        },
      },
      {
        ...shared,
        ...options,
        format: 'esm',
        entry: Array.isArray(entry) ? entry : { ...entry, ...esmOnly },
      },
      ...(Object.keys(whole).length > 0 ? [{ ...wholeFile, entry: whole }] : []),
    ];
  });

/** Where the declaration of each source file lies until tsup has made one file of an entry's. */
const declarations = '.cache/types';

/** Writes them with TypeScript 7: tsup's own compiler, which has an interface for programs, takes ten times as long to infer types. */
async function writeDeclarations() {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript-native/package.json')),
    'bin/tsc',
  );
  const options = ['--noEmit', 'false', '--emitDeclarationOnly', '--noCheck', '--outDir', declarations];
  await rm(declarations, { recursive: true, force: true });
  await promisify(execFile)(process.execPath, [compiler, '--project', '.', ...options]);
}

/** Entries by name, as declarations. */
const declarationsOf = (entries) =>
  Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [name, join(declarations, file.replace(/\.ts$/, '.d.ts'))]),
  );

const shared = {
  target: 'es2022',
  platform: 'neutral',
  splitting: true, // entry points share their classes
};

/** What a page loads without a bundler: one minified file with everything that it imports. */
const wholeFile = {
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  minify: true,
  splitting: false,
  noExternal: [/./],
  esbuildOptions: (options) => {
    options.conditions = ['@neurona/source', 'browser'];
  },
};
