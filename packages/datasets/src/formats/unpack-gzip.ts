// internal
import { checkArgument } from '@neurona/backend';
import { countBytes, damaged, type Place } from './place.js';

/** No deflate stream unpacks to more than this many times its size. */
export const maxDeflateRatio = 1032;
const usualDeflateRatio = 16;

/** From the first bytes of a file, how many there must be in all; undefined if these are too few to tell. */
export type DeclaredSize = (head: Uint8Array) => number | undefined;

/** Throws unless a reader is called with the bytes of a file. */
export function checkBytes(bytes: Uint8Array, { subject }: Place): void {
  const hint = 'Read the file first: await readFile(path), or new Uint8Array(await blob.arrayBuffer()).';
  checkArgument(subject, 'the file', bytes, 'bytes', hint);
}

/** Whether bytes begin as a gzip file does. */
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The bytes of a file, unpacked if they are packed with gzip. Unpacking stops at the size that the file's own header declares,
 * where there is one, and at the place's limit in any case.
 */
export async function unpackGzip(
  bytes: Uint8Array,
  place: Place,
  declaredSize?: DeclaredSize,
): Promise<Uint8Array> {
  checkBytes(bytes, place);
  if (!isGzip(bytes)) return bytes;
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const stream = packed.pipeThrough(new DecompressionStream('gzip'));
  // room for what it says, but no more than is usual
  const capacity = Math.min(unpackedBytes(bytes), bytes.length * usualDeflateRatio, place.maxBytes);
  return collect(stream, place, capacity, declaredSize);
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  place: Place,
  capacity: number,
  declaredSize: DeclaredSize | undefined,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  let all = new Uint8Array(capacity);
  let size = 0;
  let declared: number | undefined;
  try {
    for (;;) {
      const { done, value } = await readChunk(reader, place, size);
      if (done) return all.subarray(0, size);
      if (size + value.length > place.maxBytes) {
        throw damaged(place, `at most ${countBytes(place.maxBytes)} unpacked`, 'more', place.maxBytes, {
          hint: 'Raise maxBytes if the file is to be trusted.',
        });
      }
      if (size + value.length > all.length) {
        const larger = new Uint8Array(Math.min(2 * (size + value.length), place.maxBytes));
        larger.set(all.subarray(0, size));
        all = larger;
      }
      all.set(value, size);
      size += value.length;
      declared ??= declaredSize?.(all.subarray(0, size));
      if (declared !== undefined && size > declared) {
        throw damaged(place, `${countBytes(declared)} as its header says`, 'more', declared);
      }
    }
  } catch (error) {
    await reader.cancel().catch(() => {});
    throw error;
  }
}

/** How many bytes a file has unpacked; a gzip file says that in its last four. */
export function unpackedBytes(bytes: Uint8Array): number {
  if (!isGzip(bytes)) return bytes.length;
  if (bytes.length < 18) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Math.min(view.getUint32(bytes.length - 4, true), bytes.length * maxDeflateRatio);
}

async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  place: Place,
  offset: number,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (cause) {
    throw damaged(place, 'a whole gzip stream', 'one that is cut or corrupt', offset, { cause });
  }
}
