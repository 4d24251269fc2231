// internal

import { ArgumentError, checkArgument } from '@neurona/backend';
import { environmentFolder, findInFolder } from '#storage';
import { DatasetError } from '../dataset-error.js';
import type { DownloadedFile, DownloadOptions } from './download-source.js';
import type { RequestLimits } from './time-limit.js';

/** Refuses names that would leave their folder. */
export function checkName(name: string): void {
  checkArgument('download', 'a name of a file', name, 'string');
  const leaves = (segment: string): boolean => /^\.{0,2}$/.test(segment) || segment.includes('\\');
  if (!name.split('/').some(leaves)) return;
  throw new ArgumentError('download', {
    expected: 'a name that stays within its folder, as mnist/t10k-labels-idx1-ubyte.gz',
    received: name,
  });
}

/** The user's folder, which is read instead of downloading. */
export const ownFolder = (options: DownloadOptions): string | undefined =>
  options.folder ?? environmentFolder();

/** The first of several files that the folder has, packed or not, in the set's own folder or not. */
export const lookInFolder = (
  folder: string,
  names: readonly string[],
  limits: RequestLimits,
): Promise<DownloadedFile | undefined> => findInFolder(folder, names.flatMap(folderNames), limits);

/** The same, or an error that names the first. */
export async function fromFolder(
  folder: string,
  names: readonly string[],
  limits: RequestLimits,
  hint = 'Put the file there; or leave out the option folder and NEURONA_DATA, and it is downloaded.',
): Promise<DownloadedFile> {
  const found = await lookInFolder(folder, names, limits);
  if (found) return found;
  throw new DatasetError('download', {
    expected: `${names[0]} in the folder ${folder}`,
    received: 'none',
    file: names[0],
    hint,
  });
}

/** Names that a file may have in the user's folder. */
function folderNames(name: string): string[] {
  const base = name.split('/').at(-1)!;
  return [name, base].flatMap((path) =>
    path.endsWith('.gz') ? [path, path.slice(0, -3)] : [path, `${path}.gz`],
  );
}
