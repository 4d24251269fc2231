import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPackages } from '@neurona/checks/workspace';
import { succeed } from './tarballs.js';

/** What a release changes. */
export interface Versions {
  readonly before: string;
  readonly after: string;
  /** Changes that users notice. */
  readonly changes: number;
}

/** Raises the versions in a repository by its changesets, and moves those into the changelogs. */
export async function raiseVersions(repository: string): Promise<Versions> {
  const changes = readdirSync(join(repository, '.changeset')).filter(
    (file) => file.endsWith('.md') && file !== 'README.md',
  ).length;
  const before = sharedVersion(repository);
  if (changes === 0) return { before, after: before, changes };
  await succeed('changeset', ['version'], repository);
  return { before, after: sharedVersion(repository), changes };
}

function sharedVersion(repository: string): string {
  const packages = publicPackages(repository);
  const versions = new Set(packages.map(({ manifest }) => String(manifest.version)));
  if (versions.size !== 1)
    throw new Error(`[release] expected one version of all packages, got ${[...versions].join(', ')}.`);
  return [...versions][0]!;
}

/** The newest entries of the changelogs, by package. */
export const newestChanges = (repository: string): Map<string, string> =>
  new Map(
    publicPackages(repository).flatMap(({ name, folder }) => {
      const file = join(repository, folder, 'CHANGELOG.md');
      if (!existsSync(file)) return [];
      return [[name, readFileSync(file, 'utf8').split(/^## /m)[1] ?? '']];
    }),
  );
