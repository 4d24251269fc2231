// internal: in Node.js; in a browser `#log-file` is log-file.browser.ts, see "imports" in package.json
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

/** A file open for writing at its end. */
export interface LogFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Writes what is left and lets go of it. */
  close(): Promise<void>;
}

/** Makes a file; its folders too. */
export async function createLogFile(folder: string, name: string): Promise<LogFile> {
  await mkdir(folder, { recursive: true });
  const handle = await open(join(folder, name), 'ax');
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
