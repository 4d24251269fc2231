// internal: downloads in the browser's Cache Storage
import type { DownloadedFile } from './download-source.js';
import type { Part } from './part.js';

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
  signal?: AbortSignal,
): Promise<DownloadedFile | undefined> {
  for (const name of names) {
    const url = new URL(name, new URL(folder.endsWith('/') ? folder : `${folder}/`, location.href)).href;
    const response = await fetch(url, { signal: signal ?? null }).catch(() => undefined);
    signal?.throwIfAborted();
    const isPage = response?.headers.get('content-type')?.includes('text/html'); // what many servers send for all they lack
    if (response?.ok && !isPage) return fileOf(url, await response.blob());
  }
  return undefined;
}

/** A whole file of the cache. */
export async function findInCache(
  cache: string | undefined,
  name: string,
): Promise<DownloadedFile | undefined> {
  const place = placeInCache(cache, name);
  const response = await (await openCache(cache))?.match(place);
  return response && fileOf(place, await response.blob());
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

/** Starts with no bytes: what is interrupted in a browser begins anew with the next page. */
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
