import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Compiles a worker's module with all that it imports, as threads of Node.js know no TypeScript; gives its file. */
export async function bundleWorker(module: URL): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'neurona-worker-')), 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(module)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    conditions: ['@neurona/source'],
    logLevel: 'error',
  });
  return outfile;
}
