import { lock } from '#disk';
import { CheckpointError } from '../checkpoint-error.js';
import { isOfDisk } from './write-file-atomically.js';

/** A folder that this program alone writes to, until it is released. */
export interface FolderLock extends AsyncDisposable {
  /** Lets others write to the folder. */
  release(): Promise<void>;
}

/**
 * Takes a folder for one writer at a time, such as a training that keeps its checkpoints there: a second one, in this program or another, is
 * refused. In Node.js a file in the folder says who has it, which doesn't count once that process has ended. In a browser the path is one in the
 * page's own storage (OPFS), and the lock ends with the page.
 * @param subject - Who asks, in the message.
 * @param folder - Made if it isn't there.
 * @throws {@link CheckpointError} if another has it, or it can't be written to.
 * @example
 * import { rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * const folder = `${tmpdir()}/neurona-${process.pid}`;
 * const held = await lockFolder('train', folder);
 * await lockFolder('train', folder).catch((error) => error.code); // => 'ERR_CHECKPOINT'
 * await held.release();
 * await rm(folder, { recursive: true });
 */
export async function lockFolder(subject: string, folder: string): Promise<FolderLock> {
  const expected = 'a folder that no other training writes to';
  try {
    const found = await lock(folder);
    if ('release' in found) {
      const { release } = found;
      return { release, [Symbol.asyncDispose]: release };
    }
    throw new CheckpointError(subject, {
      expected,
      received: `one of ${found.holder}`,
      file: folder,
      hint: `Wait until that has ended, or take another folder.${found.hint}`,
    });
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    throw new CheckpointError(subject, { expected, received: error, file: folder, cause: error });
  }
}
