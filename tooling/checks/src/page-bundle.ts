import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BuildOptions, BuildResult, Metafile } from 'esbuild';
import { root } from './workspace.js';

/** How sources are bundled for a page: minified, with what is loaded later in parts of its own. */
export const bundleOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  write: false,
  splitting: true,
  metafile: true,
  outdir: 'bundle',
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  conditions: ['@neurona/source', 'browser'],
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Kilobytes after gzip of a bundle without what is only loaded when it is asked for. */
export function kilobytesAtOnce({ outputFiles, metafile }: BuildResult<typeof bundleOptions>): number {
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  const bytes = atOnce(metafile.outputs)
    .map((file) => gzipSync(files.get(basename(file))!).length)
    .reduce((sum, size) => sum + size, 0);
  return Math.round(bytes / 102.4) / 10;
}

/** The entry point and the files that it imports by a statement, which a browser loads at once. */
function atOnce(outputs: Metafile['outputs']): string[] {
  const entry = Object.keys(outputs).find((file) =>
    /\bsrc\/index\.ts$|^<stdin>$/.test(outputs[file]!.entryPoint ?? ''),
  )!;
  const found = new Set([entry]);
  for (const file of found)
    for (const { path, kind, external } of outputs[file]!.imports)
      if (kind === 'import-statement' && !external) found.add(path);
  return [...found];
}
