// Compiles the benchmarks with the library's sources as the published packages are compiled, and runs them. Running the
// sources through a loader would time the loader's additions too.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'dist');

await build({
  entryPoints: [
    join(root, 'src/main.ts'),
    join(root, 'src/loader/loader.worker.ts'),
    join(root, 'src/loading/program.ts'),
  ],
  entryNames: '[name]',
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  conditions: ['@neurona/source'],
  external: [
    '@huggingface/transformers',
    '@jax-js/*',
    '@tensorflow/*',
    'cli-table3',
    'commander',
    'esbuild',
    'onnxruntime-*',
  ],
  sourcemap: true,
  logLevel: 'error',
});
await import(pathToFileURL(join(outdir, 'main.mjs')).href);
