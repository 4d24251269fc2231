import { checkArgument, checkOptions } from '@neurona/backend';
import type { DownloadedFile, DownloadOptions, DownloadSource } from './download-source.js';
import { downloadOptions } from './download-source.js';
import { downloadToCache } from './download-to-cache.js';
import { checkName, fromFolder, ownFolder } from './own-folder.js';

/**
 * Downloads a file, unless the user's folder or the cache has it, from the first of its servers that has it. Size and checksum
 * are verified, and only a complete file enters the cache. An interrupted download resumes where it stopped; so does one of a
 * killed process, if the file's checksum is known. Several processes may download one file at once. In a browser, files are
 * kept in Cache Storage.
 * @param source - The file: its name, its addresses, its size and checksum.
 * @throws {@link DatasetError} if the folder doesn't have the file, no server returns it, or size or checksum differ.
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
  checkArgument('download', 'source', source, 'record', 'Write { name, urls }.');
  checkName(source.name);
  options.signal?.throwIfAborted();
  const folder = ownFolder(options);
  if (folder !== undefined) return fromFolder(folder, [source.name], options);
  return downloadToCache(source, options, {});
}
