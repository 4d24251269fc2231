import { tryWriting } from '#disk';
import { CheckpointError } from '../checkpoint-error.js';
import { isOfDisk } from './write-file-atomically.js';

/**
 * Finds out whether a file can be written before there is something to write: makes its folders, and begins a
 * file beside it, which is removed again. In a browser the path is one in the page's own storage (OPFS).
 * @param subject - Who asks, in the message.
 * @throws {@link CheckpointError} if it can't be written.
 * @example
 * import { tmpdir } from 'node:os';
 * await checkWritable('train', `${tmpdir()}/neurona-${process.pid}.csv`);
 */
export async function checkWritable(subject: string, path: string): Promise<void> {
  try {
    await tryWriting(path);
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    throw new CheckpointError(subject, {
      expected: 'a file that can be written',
      received: error,
      file: path,
      cause: error,
    });
  }
}
