import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '@neurona/checks/command';
import { publicPackages, root } from '@neurona/checks/workspace';
import { succeed } from './tarballs.js';

/**
 * A copy of what is committed, installed, with the packages as they are built here. It is removed when the process ends.
 * @returns its folder.
 */
export async function repositoryCopy(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'neurona-release-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await succeed('git', ['clone', '--quiet', '--shared', root, folder], root);
  await succeed('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--ignore-scripts'], folder);
  for (const one of publicPackages()) {
    const built = join(root, one.folder, 'dist');
    if (existsSync(built)) cpSync(built, join(folder, one.folder, 'dist'), { recursive: true });
  }
  return folder;
}

/** Builds anew, in a copy, the packages that tell their version: it was raised since they were built. */
export async function buildVersioned(repository: string): Promise<void> {
  for (const { folder } of publicPackages(repository)) {
    const { code } = await command(
      'grep',
      ['-rq', "from '../package.json'", 'src'],
      join(repository, folder),
    );
    if (code === 0) await succeed('pnpm', ['run', 'build'], join(repository, folder));
  }
}
