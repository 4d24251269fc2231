import { write } from '#disk';
import type { Chunks } from './byte-source.js';

/**
 * Writes a file so that at any moment, also after a crash or a power cut, it is the old one or the new one as a whole: the bytes
 * go into a temporary file in the same folder, which takes the file's place when they are on the disk. Folders are made. In a
 * browser the path is one in the page's own storage (OPFS).
 * @param bytes - All bytes, or pieces of them one after another.
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
  await write(path, chunks);
}
