import { defineConfig } from 'tsup';

/** Shared build: ESM, CommonJS and types. @param {import('tsup').Options & { typesOf?: import('tsup').Options['entry'] }} [options] */
export const lib = ({ typesOf, ...options } = {}) =>
  defineConfig({
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    target: 'es2022',
    platform: 'neutral',
    sourcemap: true,
    clean: true,
    dts: {
      ...(typesOf && { entry: typesOf }),
      compilerOptions: {
        ignoreDeprecations: '6.0', // tsup 8 injects baseUrl, an error in TypeScript 6
        noCheck: true, // `pnpm check` has one program for the types of all packages, a build would make one for each
      },
    },
    splitting: true, // CommonJS entry points share their classes
    esbuildOptions(settings) {
      settings.sourcesContent = false; // the package ships its sources
    },
    ...options,
  });
