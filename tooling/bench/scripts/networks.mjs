// Compiles the benchmark of networks with the library's sources as the published packages are compiled, and runs it.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'dist/networks');

await build({
  entryPoints: [join(root, 'src/networks/main.ts')],
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  conditions: ['@neurona/source'],
  external: ['@tensorflow/*', '@jax-js/*', 'onnxruntime-*', 'cli-table3', 'commander', 'esbuild'],
  logLevel: 'error',
});
await import(pathToFileURL(join(outdir, 'main.mjs')).href);
