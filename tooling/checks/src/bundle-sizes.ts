import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { browserPackages, read, root } from './workspace.js';

/** Kilobytes after minifying and gzip, by package. */
export type SizesKb = Readonly<Record<string, number>>;

/**
 * What an application downloads of each package alone: its entry point without the packages that it imports, and without what is
 * only loaded when it is asked for.
 */
async function bundleSizes(): Promise<SizesKb> {
  const sizes: Record<string, number> = {};
  for (const { name, folder } of browserPackages()) {
    const result = await build({
      entryPoints: [join(root, folder, 'src/index.ts')],
      bundle: true,
      minify: true,
      write: false,
      splitting: true,
      metafile: true,
      outdir: 'bundle',
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      packages: 'external',
      conditions: ['@neurona/source', 'browser'],
      logLevel: 'silent',
    });
    const files = new Map(result.outputFiles.map(({ path, contents }) => [basename(path), contents]));
    const bytes = atOnce(result.metafile.outputs)
      .map((file) => gzipSync(files.get(basename(file))!).length)
      .reduce((sum, size) => sum + size, 0);
    sizes[name] = Math.round(bytes / 102.4) / 10;
  }
  return sizes;
}

/** The entry point and the files that it imports by a statement, which a browser loads at once. */
function atOnce(outputs: Metafile['outputs']): string[] {
  const entry = Object.keys(outputs).find((file) => outputs[file]!.entryPoint?.endsWith('src/index.ts'))!;
  const found = new Set([entry]);
  for (const file of found)
    for (const { path, kind, external } of outputs[file]!.imports)
      if (kind === 'import-statement' && !external) found.add(path);
  return [...found];
}

/** Packages that are larger than the budget beside this file, or have none. */
export async function sizeBudget(): Promise<string[]> {
  const budgets = JSON.parse(read('tooling/checks/src/bundle-sizes.json')) as SizesKb;
  return Object.entries(await bundleSizes()).flatMap(([name, size]) => {
    const budget = budgets[name];
    if (budget === undefined)
      return [`${name}: ${size} kB, and no budget in tooling/checks/src/bundle-sizes.json.`];
    return size <= budget ? [] : [`${name}: ${size} kB, the budget is ${budget} kB (bundle-sizes.json).`];
  });
}
