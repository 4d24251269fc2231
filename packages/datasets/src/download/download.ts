import { ArgumentError } from '@neurona/backend';
import {
  byHand,
  environmentFolder,
  findInCache,
  findInFolder,
  openPart,
  placeInCache,
  removeFromCache,
} from '#storage';
import { DatasetError } from '../dataset-error.js';
import type { DownloadedFile, DownloadOptions, DownloadSource } from './download-source.js';
import { terminalProgress } from './terminal-progress.js';
import { transfer } from './transfer.js';

/** Downloads under way in this process, by the place of the file. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Brings a file to this machine: from the folder of the user's own, from the cache, or from the first of its servers that has it.
 * What arrives is compared with size and checksum, and becomes a file of the cache only as a whole. A download that was cut goes
 * on where it ended; so does one of a process that was killed, if the file's checksum is known. Several processes may ask for one
 * file at once. In a browser, files are kept in Cache Storage.
 * @param source - The file: its name, its addresses, its size and checksum.
 * @throws {@link DatasetError} if the folder doesn't have it, no server gives it, or what they give differs.
 * @throws {@link ArgumentError} if the name leaves its folder.
 * @throws the reason of `signal`, if it ends the download.
 * @example
 * const source = {
 *   name: 'wine/wine.data',
 *   urls: ['https://archive.ics.uci.edu/ml/machine-learning-databases/wine/wine.data'],
 *   sizeBytes: 10782,
 * };
 * const load = async () => readCsv(await (await download(source)).bytes(), { header: false });
 */
export async function download(
  source: DownloadSource,
  options: DownloadOptions = {},
): Promise<DownloadedFile> {
  checkName(source.name);
  options.signal?.throwIfAborted();
  const folder = ownFolder(options);
  if (folder !== undefined) return fromFolder(folder, [source.name], options.signal);
  return downloadToCache(source, options, {});
}

/** Downloads a file unless the cache has it, with headers that its server asks for. */
export async function downloadToCache(
  source: DownloadSource,
  options: DownloadOptions,
  headers: Readonly<Record<string, string>>,
): Promise<DownloadedFile> {
  const place = placeInCache(options.cache, source.name);
  for (let other = underWay.get(place); other; other = underWay.get(place)) {
    await unlessAborted(other, options.signal);
  }
  const work = intoCache(source, options, headers);
  const settled = work.catch(() => {});
  underWay.set(place, settled);
  try {
    return await work;
  } finally {
    if (underWay.get(place) === settled) underWay.delete(place);
  }
}

/** Refuses names that would leave their folder. */
export function checkName(name: string): void {
  const segments = name.split('/');
  if (
    !segments.some(
      (segment) => segment === '' || segment === '.' || segment === '..' || segment.includes('\\'),
    )
  ) {
    return;
  }
  throw new ArgumentError('download', {
    expected: 'a name that stays within its folder, as mnist/t10k-labels-idx1-ubyte.gz',
    received: name,
  });
}

/** The folder of the user's own that takes the place of downloads. */
export const ownFolder = (options: DownloadOptions): string | undefined =>
  options.folder ?? environmentFolder();

/** The first of several files that the folder has, packed or not, in the set's own folder or not. */
export const lookInFolder = (
  folder: string,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<DownloadedFile | undefined> => findInFolder(folder, names.flatMap(folderNames), signal);

/** The same, or an error that names the first. */
export async function fromFolder(
  folder: string,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<DownloadedFile> {
  const found = await lookInFolder(folder, names, signal);
  if (found) return found;
  throw new DatasetError('download', {
    expected: `${names[0]} in the folder ${folder}`,
    received: 'none',
    file: names[0],
    hint: 'Put the file there; or leave out the option folder and NEURONA_DATA, and it is downloaded.',
  });
}

/** Under which names a file may lie in a folder of the user's own. */
function folderNames(name: string): string[] {
  const base = name.split('/').at(-1)!;
  return [name, base].flatMap((path) =>
    path.endsWith('.gz') ? [path, path.slice(0, -3)] : [path, `${path}.gz`],
  );
}

async function intoCache(
  source: DownloadSource,
  options: DownloadOptions,
  headers: Readonly<Record<string, string>>,
): Promise<DownloadedFile> {
  const { cache, signal, timeoutMs = 30_000 } = options;
  const { name, sizeBytes } = source;
  const cached = await findInCache(cache, name);
  if (cached && (sizeBytes === undefined || cached.sizeBytes === sizeBytes)) return cached;
  if (cached) await removeFromCache(cache, name);
  const part = await openPart(cache, name);
  const display = options.onProgress ? undefined : terminalProgress();
  const onBytes = (loadedBytes: number, totalBytes: number | undefined): void => {
    const progress = { name, loadedBytes, totalBytes };
    options.onProgress?.(progress);
    display?.update(progress);
  };
  const hint = `Check the connection; or ${byHand(cache, name)}.`;
  try {
    await transfer(source, part, { signal, timeoutMs, headers, onBytes, hint });
  } catch (error) {
    await part.release();
    throw error;
  } finally {
    display?.stop();
  }
  return part.finish();
}

/** Waits for what another call does, as long as one's own isn't ended. */
async function unlessAborted(other: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return void (await other);
  signal.throwIfAborted();
  let end: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    end = () => reject(signal.reason);
    signal.addEventListener('abort', end, { once: true });
  });
  try {
    await Promise.race([other, ended]);
  } finally {
    if (end) signal.removeEventListener('abort', end);
  }
}
