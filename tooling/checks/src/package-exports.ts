import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { command } from './command.js';
import { type Package, publicPackages, root } from './workspace.js';

/** What is wrong with the packages as they would be published: packs each with pnpm and looks into the tarball. */
export async function packageExports(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'neurona-pack-'));
  try {
    const found: string[] = [];
    for (const one of publicPackages()) found.push(...(await checkTarball(one, folder)));
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkTarball({ name, folder, manifest }: Package, destination: string): Promise<string[]> {
  const packed = await command('pnpm', ['pack', '--pack-destination', destination], join(root, folder));
  if (packed.code !== 0) return [`${name}: pnpm pack failed: ${packed.output}`];
  const file = (await readdir(destination)).find((entry) => entry.endsWith(`-${manifest.version}.tgz`));
  if (file === undefined) return [`${name}: pnpm pack wrote no tarball.`];
  const path = join(destination, file);
  const bytes = new Uint8Array(await readFile(path));
  await rm(path);
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  const found = messages
    .filter(({ type }) => type !== 'suggestion')
    .map((message) => `${name}: ${formatMessage(message, pkg, { color: false })}`);
  const types = await checkPackage(createPackageFromTarballData(bytes));
  if (!types.types) return [...found, `${name}: the tarball has no types.`];
  // the old resolution without "exports" knows the main entry only
  const problems = types.problems.filter(
    (problem) => !('resolutionKind' in problem) || problem.resolutionKind !== 'node10',
  );
  return found.concat(problems.map((problem) => `${name}: types: ${JSON.stringify(problem)}`));
}
