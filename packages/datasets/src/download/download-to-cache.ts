// internal
import { byHand, openPart, placeInCache } from '#storage';
import { terminalProgress } from '#terminal-progress';
import { findChecked, noteChecked } from './checked-cache.js';
import type { DownloadedFile, DownloadOptions, DownloadSource } from './download-source.js';
import { transfer } from './transfer.js';

/** Downloads under way in this process, by the place of the file. */
const underWay = new Map<string, Promise<unknown>>();

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

async function intoCache(
  source: DownloadSource,
  options: DownloadOptions,
  headers: Readonly<Record<string, string>>,
): Promise<DownloadedFile> {
  const { cache, signal, timeoutMs, totalTimeoutMs } = options;
  const { name } = source;
  const cached = await findChecked(cache, name, source, signal);
  if (cached) return cached;
  const part = await openPart(cache, name);
  const display = options.onProgress ? undefined : terminalProgress();
  const onBytes = (loadedBytes: number, totalBytes: number | undefined): void => {
    const progress = { name, loadedBytes, totalBytes };
    options.onProgress?.(progress);
    display?.update(progress);
  };
  const hint = `Check the connection; or ${byHand(cache, name)}.`;
  try {
    await transfer(source, part, { signal, timeoutMs, totalTimeoutMs, headers, onBytes, hint });
  } catch (error) {
    await part.release();
    throw error;
  } finally {
    display?.stop();
  }
  const file = await part.finish();
  await noteChecked(cache, name, source, file);
  return file;
}

/** Waits for another call's download, unless this call is aborted. */
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
