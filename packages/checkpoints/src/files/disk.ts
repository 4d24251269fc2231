// internal: files of the file system, in Node.js; in a browser `#disk` is disk.browser.ts, see "imports" in package.json
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ByteSource, Chunks } from './byte-source.js';
import { makeFolder } from './make-folder.js';

const staleMs = 10 * 60_000;
const mostAtOnce = 2 ** 30; // bytes; Node.js reads and writes less than 2 GiB in one call

export { claimFolder } from './folder-claim.js';

/** Writes beside the file, waits for the disk, then renames: the file is the old or the new one, never a part. */
export async function write(path: string, chunks: Chunks): Promise<void> {
  const target = await realpath(path).catch(() => path); // a link stays one
  const temporary = await temporaryFor(target);
  try {
    const handle = await open(temporary, 'wx', await modeOf(target));
    try {
      for await (const chunk of chunks) await writeAll(handle, chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameOver(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // the first error is thrown
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Makes the folders, and a file beside this one, which is removed again. */
export async function tryWriting(path: string): Promise<void> {
  const temporary = await temporaryFor(await realpath(path).catch(() => path));
  try {
    await (await open(temporary, 'wx')).close();
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The path of a temporary file beside this one, in a folder that is there. */
async function temporaryFor(target: string): Promise<string> {
  const [folder, name] = [dirname(target), basename(target)];
  await makeFolder(folder);
  await removeStale(folder, name);
  return join(folder, `.${name}.${randomBytes(6).toString('hex')}.tmp`);
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) {
    at += (await handle.write(chunk, at, Math.min(chunk.length - at, mostAtOnce))).bytesWritten;
  }
}

const modeOf = async (path: string): Promise<number> => {
  const known = await stat(path).catch(() => undefined);
  return known ? known.mode & 0o777 : 0o666;
};

/** Removes temporary files of killed processes that were writing this file. */
async function removeStale(folder: string, name: string): Promise<void> {
  for (const other of await readdir(folder)) {
    if (!other.startsWith(`.${name}.`) || !/\.[0-9a-f]{12}\.tmp$/.test(other)) continue;
    const path = join(folder, other);
    const left = await stat(path).catch(() => undefined);
    if (left && Date.now() - left.mtimeMs > staleMs) await rm(path, { force: true });
  }
}

/** Renames; on Windows a virus scanner or a reader may hold the old file for a moment. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const mayPass = process.platform === 'win32' && /^(EPERM|EACCES|EBUSY)$/.test(code ?? '');
      if (!mayPass || attempt === 10) throw error;
      await wait(20 * 1.5 ** attempt);
    }
  }
}

/** Makes the new name last through a power cut. Windows can't open folders, and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Opens a file for reading in pieces. */
export async function openFile(place: string | URL): Promise<ByteSource> {
  const path = place instanceof URL ? fileURLToPath(place) : place;
  const handle = await open(path, 'r');
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw new Error(stats.isDirectory() ? 'a folder' : 'no file'); // becomes part of a message
  }
  const { size } = stats;
  return {
    name: path,
    size,
    async read(start, stop, into) {
      const bytes = into ?? new Uint8Array(stop - start);
      for (let at = 0; at < bytes.length; ) {
        const length = Math.min(bytes.length - at, mostAtOnce);
        const { bytesRead } = await handle.read(bytes, at, length, start + at);
        if (bytesRead === 0) return bytes.subarray(0, at); // the file was cut since
        at += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}

/** Names in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder || '.');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Removes a file, if it is there. */
export const removeFile = (path: string): Promise<void> => rm(path, { force: true });
