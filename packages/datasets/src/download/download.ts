import { checkOptions } from '@neurona/backend';
import type { DownloadedFile, DownloadOptions, DownloadSource } from './download-source.js';
import { downloadOptions } from './download-source.js';
import { downloadToCache } from './download-to-cache.js';
import { checkName, fromFolder, ownFolder } from './own-folder.js';

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
 * };
 * const load = async () => readCsv(await (await download(source)).bytes(), { header: false });
 */
export function download(source: DownloadSource, options: DownloadOptions = {}): Promise<DownloadedFile> {
  return obtain(source, checkOptions('download', options, downloadOptions));
}

/** @internal What {@link download} does, with options that were checked. */
export async function obtain(source: DownloadSource, options: DownloadOptions): Promise<DownloadedFile> {
  checkName(source.name);
  options.signal?.throwIfAborted();
  const folder = ownFolder(options);
  if (folder !== undefined) return fromFolder(folder, [source.name], options);
  return downloadToCache(source, options, {});
}
