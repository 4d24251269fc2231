import { ArgumentError } from '@neurona/backend';
import { openFile } from '#disk';
import { CheckpointError } from '../checkpoint-error.js';
import type { ByteSource } from './byte-source.js';
import { openHttp } from './http-source.js';
import { memorySource } from './memory-source.js';
import type { ReadOptions } from './read-options.js';

/**
 * Where a file is: a path (in a browser one in the page's own storage, OPFS), an address (`https:`, `blob:`, `data:`), a `File` or
 * `Blob` that the user picked, or the bytes themselves.
 */
export type FileSource = string | URL | Blob | ArrayBuffer | Uint8Array;

/**
 * @internal Opens a source of bytes.
 * @throws {@link CheckpointError} if there is no such file, or it can't be read.
 */
export async function openSource(
  subject: string,
  source: FileSource,
  options: ReadOptions = {},
): Promise<ByteSource> {
  options.signal?.throwIfAborted();
  const opened = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
  if (opened instanceof Uint8Array) return memorySource('bytes in memory', opened);
  if (typeof Blob !== 'undefined' && opened instanceof Blob) return blobSource(opened);
  if (typeof opened !== 'string' && !(opened instanceof URL)) {
    throw new ArgumentError(subject, { expected: 'a path, an address, a file or bytes', received: source });
  }
  const address = String(opened);
  try {
    if (/^(https?|blob|data):/.test(address)) return await openHttp(subject, address, options);
    return await openFile(opened);
  } catch (error) {
    if (error instanceof CheckpointError || options.signal?.aborted) throw error;
    throw new CheckpointError(subject, {
      expected: 'a file that can be read',
      received: error,
      file: address,
      cause: error,
    });
  }
}

/** @internal Some bytes of a file, all of them there. */
export async function readBytes(
  subject: string,
  source: ByteSource,
  start: number,
  stop: number,
  into?: Uint8Array,
): Promise<Uint8Array> {
  const bytes = await source.read(start, stop, into);
  if (bytes.length === stop - start) return bytes;
  throw new CheckpointError(subject, {
    expected: `${stop - start} bytes`,
    received: bytes.length,
    offset: start,
    file: source.name,
    hint: 'The file has changed since it was opened.',
  });
}

const blobSource = (blob: Blob): ByteSource => ({
  name: 'name' in blob ? String(blob.name) : 'a blob',
  size: blob.size,
  read: async (start, stop) => new Uint8Array(await blob.slice(start, stop).arrayBuffer()),
  close: async () => {},
});
