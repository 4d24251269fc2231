// internal
import { type DeclaredArray, declaredBytes, type ElementType } from './elements.js';
import { countBytes, damaged, type Place } from './place.js';
import { unpackGzip } from './unpack-gzip.js';

/** The third byte of an IDX file. */
const types: Readonly<Record<number, ElementType>> = {
  8: 'u1',
  9: 'i1',
  11: 'i2',
  12: 'i4',
  13: 'f4',
  14: 'f8',
};

/** The unpacked file, which is never longer than its header says. */
export const unpackIdx = (bytes: Uint8Array, place: Place): Promise<Uint8Array> =>
  unpackGzip(bytes, place, (head) => {
    const rank = head[3];
    return rank === undefined || head.length < 4 + 4 * rank
      ? undefined
      : declaredBytes(idxHeader(head, place));
  });

/** What the header of an IDX file declares. */
export function idxHeader(bytes: Uint8Array, place: Place): DeclaredArray {
  const rank = bytes[3];
  const start = 4 + 4 * (rank ?? 0);
  if (rank === undefined || bytes.length < start) {
    throw damaged(place, `an IDX header of ${countBytes(start)}`, `${bytes.length}`, bytes.length);
  }
  if (bytes[0] !== 0 || bytes[1] !== 0) {
    throw damaged(place, 'an IDX file, which begins with two zeros', `${bytes[0]} and ${bytes[1]}`, 0);
  }
  const type = types[bytes[2]!];
  if (!type) throw damaged(place, 'an element type of 8, 9 or 11 to 14', bytes[2], 2);
  const view = new DataView(bytes.buffer, bytes.byteOffset, start);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { type, littleEndian: false, shape, start };
}
