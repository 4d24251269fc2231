// internal: downloads in the browser's Cache Storage
import { DatasetError } from '../dataset-error.js';
import type { DownloadedFile } from './download-source.js';
import type { CachedFile, Part } from './part.js';
import { type RequestLimits, silenceLimit } from './time-limit.js';

/** A browser has no environment. */
export const environmentFolder = (): string | undefined => undefined;

/** The address under which a file is kept. */
export const placeInCache = (_cache: string | undefined, name: string): string =>
  new URL(`/.neurona/${name.split('/').map(encodeURIComponent).join('/')}`, location.href).href;

/** How a person can bring the file here without this program. */
export const byHand = (_cache: string | undefined, name: string): string =>
  `serve ${name} with the page and pass the address of its folder in the option folder`;

/** The first of several files that are served under an address. */
export async function findInFolder(
  folder: string,
  names: readonly string[],
  limits: RequestLimits = {},
): Promise<DownloadedFile | undefined> {
  for (const name of names) {
    const url = new URL(name, new URL(folder.endsWith('/') ? folder : `${folder}/`, location.href)).href;
    const blob = await served(url, limits);
    if (blob) return fileOf(url, blob);
  }
  return undefined;
}

/** What an address serves; undefined if nothing, or a page, which many servers send for all that they lack. */
async function served(url: string, limits: RequestLimits): Promise<Blob | undefined> {
  using limit = silenceLimit('download', limits, (ms) => silent(url, ms));
  const { signal } = limit;
  try {
    const response = await fetch(url, { signal }).catch(() => undefined); // no server there
    signal.throwIfAborted();
    if (!response?.ok || response.headers.get('content-type')?.includes('text/html')) {
      await response?.body?.cancel();
      return undefined;
    }
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const reader = response.body?.getReader();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return new Blob(chunks);
      limit.received(value.length);
      chunks.push(value);
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

const silent = (url: string, limitMs: number): DatasetError =>
  new DatasetError('download', {
    expected: 'a file from its server',
    received: `no answer for ${limitMs / 1000} s`,
    file: url,
    hint: 'Check the connection, or raise timeoutMs.',
  });

/** A whole file of the cache. */
export async function findInCache(cache: string | undefined, name: string): Promise<CachedFile | undefined> {
  const place = placeInCache(cache, name);
  const response = await (await openCache(cache))?.match(place);
  return response && fileOf(place, await response.blob());
}

/** The bytes of a file of the cache, a piece at a time. */
export async function* piecesOf(file: DownloadedFile): AsyncIterable<Uint8Array> {
  yield await file.bytes();
}

/** Removes a file of the cache. */
export async function removeFromCache(cache: string | undefined, name: string): Promise<void> {
  await (await openCache(cache))?.delete(placeInCache(cache, name));
}

/** A short text in the cache. */
export async function readNote(cache: string | undefined, name: string): Promise<string | undefined> {
  return (await (await openCache(cache))?.match(placeInCache(cache, name)))?.text();
}

/** Keeps a short text in the cache. */
export const writeNote = (cache: string | undefined, name: string, text: string): Promise<void> =>
  keep(cache, name, new Blob([text]));

/** Starts with no bytes: an interrupted download in a browser starts again on the next page. */
export async function openPart(cache: string | undefined, name: string): Promise<Part> {
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  return {
    get sizeBytes() {
      return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    },
    async *read() {
      yield* chunks;
    },
    async append(chunk) {
      chunks.push(Uint8Array.from(chunk));
    },
    async clear() {
      chunks = [];
    },
    async finish() {
      const blob = new Blob(chunks);
      await keep(cache, name, blob);
      return fileOf(placeInCache(cache, name), blob);
    },
    async release() {
      chunks = [];
    },
  };
}

const fileOf = (name: string, blob: Blob): DownloadedFile => ({
  name,
  sizeBytes: blob.size,
  bytes: async () => new Uint8Array(await blob.arrayBuffer()),
});

/** The cache; undefined where the browser has none for this page, as without HTTPS. */
async function openCache(cache = 'neurona'): Promise<Cache | undefined> {
  return typeof caches === 'undefined' ? undefined : caches.open(cache).catch(() => undefined);
}

/** Keeps a file; one for which there is no room is only not kept. */
async function keep(cache: string | undefined, name: string, blob: Blob): Promise<void> {
  const opened = await openCache(cache);
  await opened?.put(placeInCache(cache, name), new Response(blob)).catch(() => {});
}
