// internal: files of the page's own storage (OPFS), in a browser
import { BackendError } from '@neurona/backend';
import type { ByteSource, Chunks } from './byte-source.js';

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

/** Opens a file to read pieces of it. */
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

async function fileHandle(path: string, create: boolean): Promise<FileSystemFileHandle> {
  if (typeof navigator === 'undefined' || !navigator.storage?.getDirectory) {
    throw new BackendError('checkpoints', {
      expected: 'a browser with a file system for pages (OPFS)',
      received: 'none',
      where: path,
      hint: 'Serve the page over HTTPS, or use downloadFile.',
    });
  }
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  let folder = await navigator.storage.getDirectory();
  for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create });
  return folder.getFileHandle(names.at(-1) ?? '', { create });
}
