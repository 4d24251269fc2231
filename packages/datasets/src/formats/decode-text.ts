// internal
import { countBytes, damaged, type Place } from './place.js';
import { checkBytes, unpackedBytes, unpackGzip } from './unpack-gzip.js';

const blockBytes = 65_536;

/** Most characters of a text in V8, the engine of Node.js and Chrome. */
const longestText = 2 ** 29 - 24;

/** The bytes of a file as text, unpacked if they are packed with gzip; a byte order mark at the start is left out. */
export async function decodeText(bytes: Uint8Array, place: Place): Promise<string> {
  checkBytes(bytes, place);
  checkLength(unpackedBytes(bytes), place);
  return decodeUtf8(await unpackGzip(bytes, place), place);
}

/** Bytes as text; a byte order mark at the start is left out. */
export function decodeUtf8(bytes: Uint8Array, place: Place): string {
  checkLength(bytes.length, place);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const offset = firstInvalid(bytes);
    throw damaged(place, 'text in UTF-8', 'other bytes', offset, {
      hint: 'Save the file as UTF-8; a binary file needs another reader.',
      cause,
    });
  }
}

/** Where bytes stop being UTF-8: the byte at which a decoder gives up. */
function firstInvalid(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let at = 0;
  try {
    for (; at < bytes.length; at += blockBytes) {
      decoder.decode(bytes.subarray(at, at + blockBytes), { stream: true });
    }
  } catch {
    return firstInvalidByte(bytes, at);
  }
  return bytes.length; // cut within a character
}

function firstInvalidByte(bytes: Uint8Array, block: number): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let at = Math.max(0, block - 3); // a character that begins in the block before
  while (at < block && (bytes[at]! & 0xc0) === 0x80) at++;
  try {
    for (; at < bytes.length; at++) decoder.decode(bytes.subarray(at, at + 1), { stream: true });
  } catch {
    return at;
  }
  return bytes.length;
}

function checkLength(size: number, place: Place): void {
  if (size <= longestText) return;
  throw damaged(
    place,
    `a text of at most ${countBytes(longestText)}`,
    `${size}, which is too large`,
    undefined,
    {
      hint: 'JavaScript has no longer strings: split the file, and read its parts.',
    },
  );
}
