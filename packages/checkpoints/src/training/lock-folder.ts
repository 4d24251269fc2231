import { claimFolder } from '#disk';
import { CheckpointError } from '../checkpoint-error.js';
import { isOfDisk } from '../files/write-file-atomically.js';

/**
 * Locks a folder for one training, so that no other one writes into it. The folder is created if it is missing. Locks of killed
 * processes are ignored. In a browser the folder is one in the page's own storage (OPFS).
 * @param subject - The function that errors name.
 * @returns a function that releases it.
 * @throws {@link CheckpointError} if another training has it, or it can't be written to.
 * @example
 * import { rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * const folder = `${tmpdir()}/neurona-lock-${process.pid}`;
 * const giveBack = await lockFolder('train', folder);
 * await lockFolder('train', folder).catch((error) => error.code); // => 'ERR_CHECKPOINT'
 * await giveBack();
 * await rm(folder, { recursive: true });
 */
export async function lockFolder(subject: string, folder: string): Promise<() => Promise<void>> {
  const claim = await claimFolder(folder).catch((error: unknown) => {
    if (!isOfDisk(error)) throw error;
    throw new CheckpointError(subject, {
      expected: 'a folder that can be written to',
      received: error,
      file: folder,
      cause: error,
    });
  });
  if ('release' in claim) return claim.release;
  throw new CheckpointError(subject, {
    expected: 'a folder that no other training writes into',
    received: `one that ${claim.holder} uses`,
    file: folder,
    hint: 'Use a separate folder for each training; if that one no longer runs, remove the file .lock in it.',
  });
}
