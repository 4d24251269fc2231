import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command.js';
import { type Package, publicPackages, root } from './workspace.js';

/** A package as it would be published. */
export interface PackedPackage extends Package {
  readonly tarball: string;
  /** Where it was unpacked. */
  readonly unpacked: string;
}

let packed: Promise<readonly PackedPackage[]> | undefined;

/** Packs every published package with pnpm and unpacks it, once for all checks; the files are removed when the process ends. */
export function packedPackages(): Promise<readonly PackedPackage[]> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<readonly PackedPackage[]> {
  const folder = mkdtempSync(join(tmpdir(), 'neurona-pack-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const found: PackedPackage[] = [];
  for (const one of publicPackages()) {
    const tarball = join(folder, `${one.name.replaceAll(/\W+/g, '-')}.tgz`);
    const unpacked = join(folder, 'node_modules', one.name);
    mkdirSync(unpacked, { recursive: true });
    await succeed('pnpm', ['pack', '--out', tarball], join(root, one.folder));
    await succeed('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], folder);
    found.push({ ...one, tarball, unpacked });
  }
  return found;
}

async function succeed(name: string, args: readonly string[], folder: string): Promise<void> {
  const { code, output } = await command(name, args, folder);
  if (code !== 0) throw new Error(`${name} ${args.join(' ')} failed: ${output}`);
}
