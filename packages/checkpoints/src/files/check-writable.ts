import { tryWriting } from '#disk';
import { CheckpointError } from '../checkpoint-error.js';
import { isOfDisk } from './write-file-atomically.js';

/**
 * Checks whether a file can be written: makes its folders, and writes a file beside it, which is removed again. In a browser
 * the path is one in the page's own storage (OPFS).
 * @param subject - The function that errors name.
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
