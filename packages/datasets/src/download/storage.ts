// internal: downloads in folders, in Node.js; in a browser `#storage` is storage.browser.ts, see "imports" in package.json
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import envPaths from 'env-paths';
import { DatasetError } from '../dataset-error.js';
import type { DownloadedFile } from './download-source.js';
import { makeFolder } from './make-folder.js';
import type { CachedFile, Part } from './part.js';
import type { RequestLimits } from './time-limit.js';

/** After this time without a byte, a part belongs to nobody, whatever process has the number in its name. */
const abandonedMs = 10 * 60_000;

/** The folder of data that the environment names. */
export const environmentFolder = (): string | undefined => process.env.NEURONA_DATA || undefined;

/** Where a file of the cache lies, or would lie. */
export function placeInCache(cache: string | undefined, name: string): string {
  const root = cache ?? (process.env.NEURONA_CACHE || envPaths('neurona', { suffix: '' }).cache);
  return join(root, ...name.split('/').map(portable));
}

/** How a person can bring the file here without this program. */
export const byHand = (cache: string | undefined, name: string): string =>
  `put the file at ${placeInCache(cache, name)} by hand, or into a folder that NEURONA_DATA names`;

/** A name that every file system takes. */
const portable = (segment: string): string => encodeURIComponent(segment).replaceAll('*', '%2A');

/** The first of several files that a folder has. */
export async function findInFolder(
  folder: string,
  names: readonly string[],
  _limits?: RequestLimits,
): Promise<DownloadedFile | undefined> {
  for (const name of names) {
    const file = await findFile(join(folder, name));
    if (file) return file;
  }
  return undefined;
}

/** A whole file of the cache. */
export const findInCache = (cache: string | undefined, name: string): Promise<CachedFile | undefined> =>
  findFile(placeInCache(cache, name));

/** Removes a file of the cache. */
export const removeFromCache = (cache: string | undefined, name: string): Promise<void> =>
  rm(placeInCache(cache, name), { force: true });

/** The bytes of a file of the cache, a piece at a time. */
export const piecesOf = (file: DownloadedFile): AsyncIterable<Uint8Array> => createReadStream(file.name);

async function findFile(path: string): Promise<CachedFile | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? fileAt(path, found.size, found.mtimeMs) : undefined;
}

const fileAt = (path: string, sizeBytes: number, changedMs: number): CachedFile => ({
  name: path,
  path,
  sizeBytes,
  changedMs,
  bytes: () =>
    readFile(path).catch((cause) => {
      throw new DatasetError('download', {
        expected: 'a file that can be read',
        received: cause,
        file: path,
        cause,
      });
    }),
});

/** A short text in the cache, as which commit a branch was at. */
export const readNote = (cache: string | undefined, name: string): Promise<string | undefined> =>
  readFile(placeInCache(cache, name), 'utf8').catch(() => undefined);

/** Keeps a short text in the cache. */
export async function writeNote(cache: string | undefined, name: string, text: string): Promise<void> {
  const path = placeInCache(cache, name);
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  await inCache(path, async () => {
    await makeFolder(dirname(path));
    await writeFile(temporary, text);
    await rename(temporary, path);
  });
}

/**
 * Takes the bytes that an earlier, interrupted download has left, or starts with none. Each process writes to a file of its own,
 * whose name has its number; it takes over another's by renaming it, which only one can.
 */
export async function openPart(cache: string | undefined, name: string): Promise<Part> {
  const path = placeInCache(cache, name);
  return inCache(path, async () => {
    await makeFolder(dirname(path));
    const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.part`;
    const parts = await abandonedParts(path);
    const taken = await firstOf(parts, (part) => rename(part, own)); // where another process isn't faster
    const handle = await open(own, taken ? 'r+' : 'wx+');
    return new FilePart(path, own, handle, (await handle.stat()).size);
  });
}

/** Whether work succeeds for one of the items. */
async function firstOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<boolean> {
  for (const item of items) {
    const done = await work(item).then(
      () => true,
      () => false,
    );
    if (done) return true;
  }
  return false;
}

/** Parts of a file that no living process writes to. */
async function abandonedParts(path: string): Promise<string[]> {
  const folder = dirname(path);
  const parts: string[] = [];
  for (const other of await readdir(folder)) {
    const owner = other.startsWith(`${basename(path)}.`)
      ? /\.(\d+)\.[0-9a-f]{8}\.part$/.exec(other)?.[1]
      : undefined;
    if (owner === undefined) continue;
    const left = await stat(join(folder, other)).catch(() => undefined);
    if (left && (Date.now() - left.mtimeMs > abandonedMs || !isAlive(Number(owner))))
      parts.push(join(folder, other));
  }
  return parts;
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false; // let go of
  try {
    process.kill(pid, 0); // asks, ends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // someone else's
  }
}

class FilePart implements Part {
  sizeBytes: number;

  constructor(
    readonly target: string,
    readonly own: string,
    readonly handle: FileHandle,
    sizeBytes: number,
  ) {
    this.sizeBytes = sizeBytes;
  }

  read(): AsyncIterable<Uint8Array> {
    return createReadStream(this.own);
  }

  append(chunk: Uint8Array): Promise<void> {
    return inCache(this.own, async () => {
      for (let at = 0; at < chunk.length; ) {
        const { bytesWritten } = await this.handle.write(chunk, at, chunk.length - at, this.sizeBytes);
        at += bytesWritten;
        this.sizeBytes += bytesWritten;
      }
    });
  }

  clear(): Promise<void> {
    return inCache(this.own, async () => {
      await this.handle.truncate(0);
      this.sizeBytes = 0;
    });
  }

  finish(): Promise<CachedFile> {
    return inCache(this.target, async () => {
      await this.handle.sync();
      const { mtimeMs } = await this.handle.stat();
      await this.handle.close();
      try {
        await rename(this.own, this.target);
      } catch (error) {
        const whole = await findFile(this.target); // another process was faster
        if (whole?.sizeBytes !== this.sizeBytes) throw error;
        await rm(this.own, { force: true });
      }
      for (const left of await abandonedParts(this.target)) await rm(left, { force: true });
      return fileAt(this.target, this.sizeBytes, mtimeMs);
    });
  }

  async release(): Promise<void> {
    await this.handle.close();
    if (this.sizeBytes === 0) return rm(this.own, { force: true });
    const free = `${this.target}.0.${randomBytes(4).toString('hex')}.part`;
    await rename(this.own, free).catch(() => {});
  }
}

/** Says what to do where the cache can't be written. */
async function inCache<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new DatasetError('download', {
      expected: 'a cache folder that can be written',
      received: cause,
      file: path,
      hint: 'Name another in the option cache or in NEURONA_CACHE.',
      cause,
    });
  }
}
