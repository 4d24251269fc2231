import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import webpack, { type Stats } from 'webpack';
import { browserPackages, root } from './workspace.js';

/**
 * Bundles every built package for browsers as an application does that imports it, with esbuild and with webpack, without settings: nothing is
 * left out, nothing stands in for what only Node.js has.
 */
export async function browserBundles(): Promise<string[]> {
  const names = browserPackages()
    .filter(({ manifest }) => manifest.exports?.['.'])
    .map(({ name }) => name);
  const folder = await mkdtemp(join(root, 'tooling/checks/.bundles-')); // in here, as this package depends on all of them
  try {
    const entries: [name: string, file: string][] = names.map((name) => [
      name,
      join(folder, `${name.replaceAll(/\W+/g, '-')}.js`),
    ]);
    for (const [name, file] of entries) {
      const text = `import * as all from ${JSON.stringify(name)};\nconsole.log(Object.keys(all));\n`;
      await writeFile(file, text);
    }
    return [...(await withEsbuild(entries, folder)), ...(await withWebpack(entries, folder))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Entries = readonly (readonly [name: string, file: string])[];

async function withEsbuild(entries: Entries, folder: string): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, file] of entries) {
    try {
      await build({
        entryPoints: [file],
        outdir: join(folder, 'esbuild'),
        bundle: true,
        splitting: true,
        format: 'esm',
        logLevel: 'silent',
      });
    } catch (error) {
      problems.push(`${name} with esbuild: ${(error as Error).message}`);
    }
  }
  return problems;
}

async function withWebpack(entries: Entries, folder: string): Promise<string[]> {
  const stats = await new Promise<Stats | undefined>((resolve, reject) => {
    webpack(
      {
        mode: 'none', // what minifies, resolves nothing
        entry: Object.fromEntries(entries),
        output: { path: join(folder, 'webpack') },
        infrastructureLogging: { level: 'none' },
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
  });
  const errors = stats?.toJson({ all: false, errors: true, moduleTrace: true }).errors ?? [];
  return errors.map(
    ({ message, moduleName }) =>
      `with webpack: ${moduleName ?? ''} ${message.split('\n').slice(0, 4).join(' ')}`,
  );
}
