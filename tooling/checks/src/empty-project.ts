import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packedPackages } from './packed-packages.js';
import { root } from './workspace.js';

/**
 * A project in which nothing but the packages is installed, as they would be published, with what they depend on.
 * @returns its folder, every entry point that it can import, and those that it can require too.
 */
export async function emptyProject(): Promise<{
  readonly folder: string;
  readonly entries: readonly string[];
  readonly required: readonly string[];
}> {
  const packages = await packedPackages();
  const modules = packages[0]!.unpacked.slice(0, -packages[0]!.name.length);
  for (const { folder, manifest } of packages) {
    const wanted = { ...(manifest.dependencies as object), ...(manifest.peerDependencies as object) };
    for (const name of Object.keys(wanted)) install(modules, name, join(root, folder, 'node_modules', name));
  }
  install(modules, '@types/node', join(root, 'tooling/checks/node_modules/@types/node'));
  const folder = dirname(modules);
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }\n');
  const entries = packages.flatMap(({ name, manifest }) =>
    Object.entries(manifest.exports ?? {})
      .filter(([path]) => path !== './package.json')
      .map(([path, conditions]) => ({ name: name + path.slice(1), conditions: conditions as object })),
  );
  const required = entries.filter(({ conditions }) => 'require' in conditions);
  return { folder, entries: entries.map(({ name }) => name), required: required.map(({ name }) => name) };
}

function install(modules: string, name: string, source: string): void {
  const place = join(modules, name);
  if (existsSync(place) || !existsSync(source)) return;
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(realpathSync(source), place, 'junction');
}
