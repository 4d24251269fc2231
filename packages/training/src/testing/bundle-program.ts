// internal: a program of the tests as one file that Node.js runs by itself
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles a program into a folder; returns the bundle's path. */
export async function bundleProgram(program: URL, folder: string): Promise<string> {
  const outfile = join(folder, 'training.mjs');
  await build({
    entryPoints: [fileURLToPath(program)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    conditions: ['@neurona/source'],
    external: ['cli-progress'],
    logLevel: 'error',
  });
  return outfile;
}
