// internal: files of the page's own storage (OPFS), in a browser
import { BackendError } from '@neurona/backend';
import type { LogFile } from './log-file.js';

/** Makes a file; its folders too. It can be seen when it is closed. */
export async function createLogFile(folder: string, name: string): Promise<LogFile> {
  if (typeof navigator === 'undefined' || !navigator.storage?.getDirectory) {
    throw new BackendError('TensorBoard', {
      expected: 'a browser with a file system for pages (OPFS)',
      received: 'none',
      hint: 'Serve the page over HTTPS.',
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
