// internal: a file that grows
import { BackendError } from '@neurona/backend';

/** A file open for writing at its end. */
export interface LogFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Writes what is left and lets go of it. */
  close(): Promise<void>;
}

/** Makes a file; its folders too. In a browser in the page's own storage (OPFS), where it can be seen when it is closed. */
export async function createLogFile(folder: string, name: string): Promise<LogFile> {
  if (typeof process !== 'undefined' && process.versions?.node !== undefined) {
    const { mkdir, open } = await import('node:fs/promises');
    await mkdir(folder, { recursive: true });
    const handle = await open(`${folder.replace(/\/$/, '')}/${name}`, 'ax');
    return {
      async write(bytes) {
        await handle.appendFile(bytes);
      },
      async close() {
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
      },
    };
  }
  if (typeof navigator === 'undefined' || !navigator.storage?.getDirectory) {
    throw new BackendError('TensorBoard', {
      expected: 'a file system, or a browser with one for pages (OPFS)',
      received: 'none',
    });
  }
  let place = await navigator.storage.getDirectory();
  for (const part of folder.split('/').filter((part) => part !== '' && part !== '.')) {
    place = await place.getDirectoryHandle(part, { create: true });
  }
  const stream = await (await place.getFileHandle(name, { create: true })).createWritable();
  return {
    write: (bytes) => stream.write(bytes as Uint8Array<ArrayBuffer>),
    close: () => stream.close(),
  };
}
