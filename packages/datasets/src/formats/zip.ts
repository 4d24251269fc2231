// internal
import { inflateSync } from 'fflate';
import { crc32 } from './crc32.js';
import { countBytes, damaged, type Place } from './place.js';
import { checkBytes, maxDeflateRatio } from './unpack-gzip.js';

/** A file in an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Where it begins in the archive. */
  readonly offset: number;
  /** Unpacks it and compares size and checksum. */
  read(): Uint8Array;
}

interface Declared {
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly name: string;
  readonly offset: number;
}

const endBytes = 22;
const entryBytes = 46;
const localBytes = 30;

/**
 * The files of a ZIP archive, without its folders. What the directory declares is checked before anything is unpacked: places and
 * sizes lie within the archive, no file shares bytes with another, and all together unpack to no more than the place's limit.
 */
export function readZip(bytes: Uint8Array, place: Place): ZipEntry[] {
  checkBytes(bytes, place);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(bytes, view, place);
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  if (view.getUint32(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {
    throw damaged(place, 'an archive in one piece', 'one in several', end);
  }
  if (directory + view.getUint32(end + 12, true) !== end) {
    throw damaged(place, `a directory that ends at byte ${end}`, 'another', end + 12, {
      hint: 'Archives of more than 4 GiB are not read.',
    });
  }
  const entries: Declared[] = [];
  let at = directory;
  for (let i = 0; i < count; i++) {
    entries.push(readEntry(bytes, view, at, end, place));
    at += entryBytes + [28, 30, 32].reduce((sum, field) => sum + view.getUint16(at + field, true), 0);
  }
  if (at !== end) throw damaged(place, `${count} files in its directory`, 'another number', at);
  return checkTogether(entries, directory, place)
    .filter(({ name }) => !name.endsWith('/'))
    .map((entry) => ({
      name: entry.name,
      offset: entry.offset,
      read: () => unpackEntry(bytes, view, entry, directory, place),
    }));
}

function findEnd(bytes: Uint8Array, view: DataView, place: Place): number {
  const first = Math.max(0, bytes.length - endBytes - 0xffff);
  for (let at = bytes.length - endBytes; at >= first; at--) {
    const isEnd = view.getUint32(at, true) === 0x06054b50;
    if (isEnd && at + endBytes + view.getUint16(at + 20, true) === bytes.length) return at;
  }
  throw damaged(place, 'a ZIP archive, which ends with a directory', 'none', bytes.length, {
    hint: 'It may have been cut; get it again.',
  });
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, end: number, place: Place): Declared {
  if (at + entryBytes > end || view.getUint32(at, true) !== 0x02014b50) {
    throw damaged(place, 'an entry of the directory', 'other bytes', at);
  }
  const nameEnd = at + entryBytes + view.getUint16(at + 28, true);
  const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > end) throw damaged(place, 'an entry that ends before the directory does', 'a longer one', at);
  const name = new TextDecoder().decode(bytes.subarray(at + entryBytes, nameEnd));
  const method = view.getUint16(at + 10, true);
  if (method !== 0 && method !== 8)
    throw damaged(place, 'stored or deflated files', `method ${method}`, at + 10);
  if (view.getUint16(at + 8, true) & 1)
    throw damaged(place, 'files without a password', 'an encrypted one', at + 8);
  const packedBytes = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const largest = method === 0 ? packedBytes : packedBytes * maxDeflateRatio;
  if (size > largest || (method === 0 && size < packedBytes)) {
    throw damaged(place, `at most ${countBytes(largest)} from ${packedBytes}`, size, at + 24);
  }
  return {
    method,
    crc: view.getUint32(at + 16, true),
    packedBytes,
    bytes: size,
    name,
    offset: view.getUint32(at + 42, true),
  };
}

function checkTogether(entries: readonly Declared[], directory: number, place: Place): readonly Declared[] {
  let unpacked = 0;
  let free = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    unpacked += entry.bytes;
    if (entry.offset < free)
      throw damaged(place, 'files beside each other', 'two in one place', entry.offset);
    free = entry.offset + localBytes + entry.packedBytes;
    if (free > directory) throw damaged(place, 'files before the directory', 'a longer one', entry.offset);
  }
  if (unpacked > place.maxBytes) {
    throw damaged(place, `at most ${countBytes(place.maxBytes)} unpacked`, unpacked, 0, {
      hint: 'Raise maxBytes if the file is to be trusted.',
    });
  }
  const names = new Set(entries.map(({ name }) => name));
  if (names.size < entries.length) throw damaged(place, 'a name for each file', 'one name twice', directory);
  return entries;
}

function unpackEntry(
  bytes: Uint8Array,
  view: DataView,
  entry: Declared,
  directory: number,
  place: Place,
): Uint8Array {
  const { offset } = entry;
  if (view.getUint32(offset, true) !== 0x04034b50)
    throw damaged(place, 'the head of a file', 'other bytes', offset);
  const start = offset + localBytes + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const stop = start + entry.packedBytes;
  if (stop > directory) throw damaged(place, 'a file before the directory', 'a longer one', offset);
  const packed = bytes.subarray(start, stop);
  const unpacked = entry.method === 0 ? packed : inflate(packed, entry, start, place);
  if (unpacked.length !== entry.bytes || crc32(unpacked) !== entry.crc) {
    throw damaged(place, `${countBytes(entry.bytes)} with its checksum`, 'others', start, {
      where: entry.name.slice(0, 80),
      hint: 'The file is corrupt; get it again.',
    });
  }
  return unpacked;
}

function inflate(packed: Uint8Array, entry: Declared, start: number, place: Place): Uint8Array {
  try {
    return inflateSync(packed, { out: new Uint8Array(entry.bytes + 1) }); // one more, to see what is too long
  } catch (cause) {
    throw damaged(place, 'a whole deflate stream', 'one that is cut or corrupt', start, {
      where: entry.name.slice(0, 80),
      cause,
    });
  }
}
