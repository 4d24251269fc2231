// internal
import { countBytes, damaged, type Place } from './place.js';

/** No deflate stream unpacks to more than this many times its size. */
export const maxDeflateRatio = 1032;

/** From the first bytes of a file, how many there must be in all; undefined if these are too few to tell. */
export type DeclaredSize = (head: Uint8Array) => number | undefined;

/** Whether bytes begin as a gzip file does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The bytes of a file, unpacked if they are packed with gzip. Unpacking stops at the size that the file's own header declares,
 * where there is one, and at the place's limit in any case.
 */
export async function unpackGzip(
  bytes: Uint8Array,
  place: Place,
  declaredSize?: DeclaredSize,
): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  return collect(gunzipStream(packed), place, declaredSize);
}

/** A gzip stream unpacked. */
export const gunzipStream = (packed: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> =>
  packed.pipeThrough(new DecompressionStream('gzip') as unknown as TransformStream<Uint8Array, Uint8Array>);

async function collect(
  stream: ReadableStream<Uint8Array>,
  place: Place,
  declaredSize: DeclaredSize | undefined,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let declared: number | undefined;
  try {
    for (;;) {
      const { done, value } = await readChunk(reader, place, size);
      if (done) break;
      chunks.push(value);
      size += value.length;
      if (declared === undefined && declaredSize) declared = declaredSize(joinChunks(chunks, size));
      if (declared !== undefined && size > declared) {
        throw damaged(place, `${countBytes(declared)} as its header says`, 'more', declared);
      }
      if (size > place.maxBytes) {
        throw damaged(place, `at most ${countBytes(place.maxBytes)} unpacked`, 'more', place.maxBytes, {
          hint: 'Raise maxBytes if the file is to be trusted.',
        });
      }
    }
  } catch (error) {
    await reader.cancel().catch(() => {});
    throw error;
  }
  return joinChunks(chunks, size);
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

/** Chunks as one array. */
export function joinChunks(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
