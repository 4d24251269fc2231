import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, kilobytesAtOnce } from './page-bundle.js';
import { smallModel } from './small-model.js';
import { browserPackages, read, root } from './workspace.js';

/** Kilobytes after minifying and gzip, by package. */
export type SizesKb = Readonly<Record<string, number>>;

/**
 * What an application downloads of each package alone: its entry point without the packages that it imports, and without what is
 * only loaded when it is asked for.
 */
async function bundleSizes(): Promise<SizesKb> {
  const sizes: Record<string, number> = {};
  for (const { name, folder } of browserPackages())
    sizes[name] = kilobytesAtOnce(
      await build({
        ...bundleOptions,
        entryPoints: [join(root, folder, 'src/index.ts')],
        packages: 'external',
      }),
    );
  return sizes;
}

/** Packages that are larger than the budget beside this file, or have none. */
export async function sizeBudget(): Promise<string[]> {
  const budgets = JSON.parse(read('tooling/checks/src/bundle-sizes.json')) as SizesKb;
  const small = await smallModel();
  const sizes = { ...(await bundleSizes()), [small.name]: small.kilobytes };
  const found = small.foreign.map((path) => `${small.name}: holds ${path}, which it doesn't use.`);
  return found.concat(
    Object.entries(sizes).flatMap(([name, size]) => {
      const budget = budgets[name];
      if (budget === undefined)
        return [`${name}: ${size} kB, and no budget in tooling/checks/src/bundle-sizes.json.`];
      return size <= budget ? [] : [`${name}: ${size} kB, the budget is ${budget} kB (bundle-sizes.json).`];
    }),
  );
}
