import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Record<string, unknown>;
  readonly [field: string]: unknown;
}

/** One package of the workspace. */
export interface Package {
  readonly name: string;
  /** Path from the repository's root, with slashes. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export const root = fileURLToPath(new URL('../../..', import.meta.url));

const parents = ['packages', 'packages/architectures', 'apps', 'tooling'];

/** Every package of the workspace, or of a copy of the repository, by path. */
export function allPackages(repository = root): Package[] {
  const found: Package[] = [];
  for (const parent of parents) {
    if (!existsSync(join(repository, parent))) continue;
    for (const entry of readdirSync(join(repository, parent)).sort()) {
      const folder = `${parent}/${entry}`;
      const file = join(repository, folder, 'package.json');
      if (!existsSync(file)) continue;
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
      found.push({ name: manifest.name, folder, manifest });
    }
  }
  return found;
}

/** The packages that are published. */
export const publicPackages = (repository = root): Package[] =>
  allPackages(repository).filter(({ manifest }) => !manifest.private);

/** Those that run in browsers: all but the command line. */
export const browserPackages = (): Package[] =>
  publicPackages().filter(({ name }) => name !== '@neurona/cli');

/** Files that git tracks or would track, by path from the root with slashes, without what was deleted. */
export function sourceFiles(...patterns: string[]): string[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  return [...new Set(files.split('\n'))].filter((file) => file !== '' && existsSync(join(root, file))).sort();
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
