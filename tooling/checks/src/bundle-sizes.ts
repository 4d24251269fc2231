import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { publicPackages, read, root } from './workspace.js';

/** Kilobytes after minifying and gzip, by package. */
export type SizesKb = Readonly<Record<string, number>>;

/** What an application downloads of each package alone: its entry point without the packages that it imports. */
async function bundleSizes(): Promise<SizesKb> {
  const sizes: Record<string, number> = {};
  for (const { name, folder } of publicPackages()) {
    const result = await build({
      entryPoints: [join(root, folder, 'src/index.ts')],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      packages: 'external',
      conditions: ['@neurona/source', 'browser'],
      logLevel: 'silent',
    });
    sizes[name] = Math.round(gzipSync(result.outputFiles[0]!.contents).length / 102.4) / 10;
  }
  return sizes;
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
