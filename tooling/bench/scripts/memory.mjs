// Compiles the loop of `src/memory/` as the published packages are compiled, for Node.js and for browsers, and runs it.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'dist/memory');
const shared = {
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  conditions: ['@neurona/source'],
  logLevel: 'error',
};

await build({
  ...shared,
  entryPoints: [join(root, 'src/memory/main.ts')],
  outdir,
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  external: ['@tensorflow/*', 'commander', 'playwright', 'webgpu'],
});
await build({
  ...shared,
  entryPoints: [join(root, 'src/memory/page.ts')],
  outdir: join(outdir, 'browser'),
  platform: 'browser',
  external: ['webgpu', 'node:*'],
});
await import(pathToFileURL(join(outdir, 'main.mjs')).href);
