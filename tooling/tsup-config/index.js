import { rm } from 'node:fs/promises';
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
    return [
      {
        ...shared,
        ...options,
        format: 'cjs',
        entry,
        dts: {
          entry: { ...typesOf, ...esmOnly },
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
