import { write } from '#disk';
import { CheckpointError } from '../checkpoint-error.js';
import type { Chunks } from './byte-source.js';

/**
 * Writes a file atomically: also after a crash or a power cut it is either the old or the new one. The bytes go into a
 * temporary file in the same folder, which replaces the file once they are on the disk. Missing folders are created. In a
 * browser the path is one in the page's own storage (OPFS).
 * @param bytes - All bytes, or pieces of them one after another.
 * @throws {@link CheckpointError} if the folder can't be written to, or the disk is full; the old file is as it was.
 * @throws whatever the pieces throw.
 * @example
 * import { readFile, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * const path = `${tmpdir()}/neurona-${process.pid}.bin`;
 * await writeFileAtomically(path, new Uint8Array([1, 2]));
 * [...(await readFile(path))]; // => [1, 2]
 * await rm(path);
 */
export async function writeFileAtomically(
  path: string,
  bytes: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const chunks: Chunks = bytes instanceof Uint8Array ? [bytes] : bytes;
  try {
    await write(path, chunks);
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    throw new CheckpointError('writeFileAtomically', {
      expected: 'a file that can be written',
      received: error,
      file: path,
      cause: error,
    });
  }
}

/** What Node.js says of a path that is none. */
const isOfPath = (error: Error): boolean =>
  /^ERR_INVALID_ARG/.test(String((error as NodeJS.ErrnoException).code));

/** @internal Whether the disk failed, not the source of the bytes. */
export const isOfDisk = (error: unknown): boolean =>
  (error instanceof Error && ('syscall' in error || isOfPath(error))) ||
  (error instanceof DOMException && error.name !== 'AbortError');
