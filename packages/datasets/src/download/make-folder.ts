// internal: in Node.js; as in the package checkpoints, which a browser could not take it from
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes a folder and its parents. Not by `mkdir` alone: its option `recursive` never returns below /proc. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const around = dirname(path);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && around !== path) {
      await makeFolder(around);
      await mkdir(path).catch((second: NodeJS.ErrnoException) => unlessThere(path, second));
    } else await unlessThere(path, error);
  }
}

/** Another may have made it meanwhile. */
async function unlessThere(path: string, error: unknown): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw error;
}
