// internal: files of the page's own storage (OPFS), in a browser
import { BackendError } from '@neurona/backend';
import type { ByteSource, Chunks } from './byte-source.js';

export { claimFolder } from './folder-claim.browser.js';

/** Writes to a copy that takes the file's place when it is closed: the browser's own promise. */
export async function write(path: string, chunks: Chunks): Promise<void> {
  const handle = await fileHandle(path, true);
  const stream = await handle.createWritable();
  try {
    for await (const chunk of chunks) await stream.write(chunk as Uint8Array<ArrayBuffer>);
  } catch (error) {
    await stream.abort();
    throw error;
  }
  await stream.close();
}

/** Makes the folders, and a file beside this one, which is removed again. */
export async function tryWriting(path: string): Promise<void> {
  const beside = `${path}.tmp`;
  await (await (await fileHandle(beside, true)).createWritable()).abort();
  await removeFile(beside);
}

/** Opens a file for reading in pieces. */
export async function openFile(place: string | URL): Promise<ByteSource> {
  const path = String(place);
  const file = await (await fileHandle(path, false)).getFile();
  return {
    name: path,
    size: file.size,
    read: async (start, stop) => new Uint8Array(await file.slice(start, stop).arrayBuffer()),
    close: async () => {},
  };
}

/** Names in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const name of (await folderHandle(folder, partsOf(folder), false)).keys()) names.push(name);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return names;
}

/** Removes a file, if it is there. */
export async function removeFile(path: string): Promise<void> {
  const parts = partsOf(path);
  try {
    await (await folderHandle(path, parts.slice(0, -1), false)).removeEntry(parts.at(-1) ?? '');
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function fileHandle(path: string, create: boolean): Promise<FileSystemFileHandle> {
  const parts = partsOf(path);
  return (await folderHandle(path, parts.slice(0, -1), create)).getFileHandle(parts.at(-1) ?? '', { create });
}

async function folderHandle(
  path: string,
  parts: readonly string[],
  create: boolean,
): Promise<FileSystemDirectoryHandle> {
  if (typeof navigator === 'undefined' || !navigator.storage?.getDirectory) {
    throw new BackendError('checkpoints', {
      expected: 'a browser with a file system for pages (OPFS)',
      received: 'none',
      where: path,
      hint: 'Serve the page over HTTPS, or use downloadFile.',
    });
  }
  let folder = await navigator.storage.getDirectory();
  for (const name of parts) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

const partsOf = (path: string): readonly string[] =>
  path.split('/').filter((name) => name !== '' && name !== '.');

const isMissing = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'NotFoundError';
