// internal: in Node.js; in a browser `#log-file` is log-file.browser.ts, see "imports" in package.json
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { checkWritable } from '@neurona/checkpoints';

/** A file open for writing at its end. */
export interface LogFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Writes the remaining records and closes the file. */
  close(): Promise<void>;
}

/** Makes a file; its folders too. */
export async function createLogFile(folder: string, name: string): Promise<LogFile> {
  const path = join(folder, name);
  await checkWritable('TensorBoard', path);
  const handle = await open(path, 'ax');
  return {
    write: (bytes) => handle.appendFile(bytes),
    async close() {
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}
