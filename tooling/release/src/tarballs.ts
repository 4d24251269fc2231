import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '@neurona/checks/command';
import { type Manifest, publicPackages } from '@neurona/checks/workspace';
import { publishOrder } from './publish-order.js';

/** A package as it is published. */
export interface Tarball {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

/** Packs the packages of a repository, in the order in which they are published. Throws an Error if one isn't fit for it. */
export async function packAll(repository: string, folder: string): Promise<Tarball[]> {
  mkdirSync(folder, { recursive: true });
  const tarballs: Tarball[] = [];
  for (const one of publishOrder(publicPackages(repository))) {
    const path = join(folder, `${one.name.replace('@', '').replace('/', '-')}-${one.manifest.version}.tgz`);
    await succeed('pnpm', ['pack', '--out', path], join(repository, one.folder));
    const text = await succeed('tar', ['-xOf', path, 'package/package.json'], folder);
    const manifest = JSON.parse(text) as Manifest & { readonly version: string };
    const problems = unfit(manifest);
    if (problems.length > 0) throw new Error(`[release] ${one.name}: ${problems.join(' ')}`);
    tarballs.push({ name: one.name, version: manifest.version, path });
  }
  return tarballs;
}

/** What in a packed package.json keeps it from being installed or found. */
export function unfit(manifest: Manifest): string[] {
  const found: string[] = [];
  if (manifest.version === '0.0.0') found.push('it has no version yet: there is no changeset.');
  for (const field of ['dependencies', 'peerDependencies', 'optionalDependencies']) {
    const ranges = Object.entries((manifest[field] ?? {}) as Readonly<Record<string, string>>);
    for (const [name, range] of ranges) {
      if (/^(workspace|catalog|link|file):/.test(range))
        found.push(`"${field}" has ${name} as "${range}", which only this repository knows.`);
      if (field === 'dependencies' && name.startsWith('@neurona/') && range !== `^${manifest.version}`)
        found.push(`it depends on ${name} ${range}, expected ^${manifest.version}.`);
    }
  }
  for (const field of ['repository', 'homepage', 'bugs', 'license', 'keywords'])
    if (!manifest[field]) found.push(`"${field}" is missing.`);
  if (JSON.stringify(manifest.exports ?? {}).includes('/src/')) found.push('"exports" names sources.');
  return found;
}

/** Runs a command to its end and returns what it printed. Throws an Error if it failed. */
export async function succeed(name: string, args: readonly string[], folder: string): Promise<string> {
  const { code, output } = await command(name, args, folder);
  if (code !== 0) throw new Error(`[release] ${name} ${args.join(' ')} failed:\n${output}`);
  return output;
}
