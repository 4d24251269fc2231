import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './page-bundle.js';
import { publicPackages, root } from './workspace.js';

/** Packages that a service worker may use, which can't load parts of a bundle later. */
const names = ['backend', 'backend-cpu', 'backend-wasm', 'backend-webgpu', 'tensor', 'layers'];

/** Packages that bundlers would split, with everything that they import, into parts that are loaded later. */
export async function singleFiles(): Promise<string[]> {
  const found: string[] = [];
  for (const { name, folder } of publicPackages()) {
    if (!names.includes(name.replace('@neurona/', ''))) continue;
    const { outputFiles, metafile } = await build({
      ...bundleOptions,
      entryPoints: [join(root, folder, 'src/index.ts')],
    });
    const left = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    if (outputFiles.length > 1 || left.length > 0)
      found.push(`${name}: a bundle of it has parts that are loaded later (${left.join(', ')}).`);
  }
  return found;
}
