// internal: the records of a zip archive without compression, as PyTorch writes them
import { CheckpointError } from '../checkpoint-error.js';
import type { ByteSource } from '../files/byte-source.js';
import { readBytes } from '../files/file-source.js';

/** Where a record begins: its local header, which comes before its bytes. */
export interface ZipRecord {
  readonly headerStart: number;
  readonly size: number;
}

const subject = 'loadTorch';
const endBytes = 22;
const maxComment = 65_535;

const signatures = {
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  central: 0x02014b50,
  local: 0x04034b50,
};

const fail = (source: ByteSource, expected: string, received: unknown, offset?: number): CheckpointError =>
  new CheckpointError(subject, { expected, received, offset, file: source.name });

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The records of an archive by name.
 * @throws {@link CheckpointError} if it is cut short or damaged, or compressed.
 */
export async function readZipDirectory(source: ByteSource): Promise<Map<string, ZipRecord>> {
  const { start, size, count } = await findDirectory(source);
  if (start + size > source.size)
    throw fail(source, 'a zip directory inside of the file', 'one behind its end', start);
  const bytes = await readBytes(subject, source, start, start + size);
  const view = viewOf(bytes);
  const records = new Map<string, ZipRecord>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > size || view.getUint32(at, true) !== signatures.central) {
      throw fail(source, `${count} records in the zip directory`, i, start + at);
    }
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    ) as [number, number, number];
    const next = at + 46 + nameBytes + extraBytes + commentBytes;
    if (next > size) throw fail(source, 'a whole zip record', 'one that is cut short', start + at);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    const method = view.getUint16(at + 10, true);
    if (method !== 0)
      throw fail(source, 'records that are not compressed', `method ${method} for ${name.slice(0, 120)}`);
    const extra = viewOf(bytes.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes));
    const [packed, unpacked, headerStart] = wideFields(
      extra,
      [20, 24, 42].map((offset) => view.getUint32(at + offset, true)),
    );
    if (packed !== unpacked || headerStart! + unpacked! > source.size) {
      throw fail(
        source,
        `a record ${name.slice(0, 120)} inside of the file`,
        `${unpacked} bytes`,
        start + at,
      );
    }
    if (records.has(name)) throw fail(source, 'each record once', `${name.slice(0, 120)} twice`, start + at);
    records.set(name, { headerStart: headerStart!, size: unpacked! });
    at = next;
  }
  return records;
}

/** Fields of 32 bits that are full stand in the extra field of zip64, in their order. */
function wideFields(extra: DataView, fields: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let from = at + 4;
    return fields.map((value) => {
      if (value !== 0xffffffff || from + 8 > extra.byteLength) return value;
      from += 8;
      return Number(extra.getBigUint64(from - 8, true));
    });
  }
  return [...fields];
}

async function findDirectory(source: ByteSource): Promise<{ start: number; size: number; count: number }> {
  const tailStart = Math.max(0, source.size - endBytes - maxComment);
  const tail = await readBytes(subject, source, tailStart, source.size);
  const view = viewOf(tail);
  let at = tail.length - endBytes;
  while (at >= 0 && view.getUint32(at, true) !== signatures.end) at--;
  if (at < 0) throw fail(source, 'the end of a zip archive', 'none. The file is cut short');
  const plain = {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    start: view.getUint32(at + 16, true),
  };
  const isWide = at >= 20 && view.getUint32(at - 20, true) === signatures.locator64;
  if (!isWide) return plain;
  const wideStart = Number(view.getBigUint64(at - 12, true));
  if (wideStart + 56 > source.size) throw fail(source, 'a zip64 directory inside of the file', wideStart);
  const wide = viewOf(await readBytes(subject, source, wideStart, wideStart + 56));
  if (wide.getUint32(0, true) !== signatures.end64)
    throw fail(source, 'a zip64 directory', 'none', wideStart);
  const [count, size, start] = [32, 40, 48].map((offset) => Number(wide.getBigUint64(offset, true)));
  return { count: count!, size: size!, start: start! };
}

/** The first byte of a record's own. */
export async function dataStart(source: ByteSource, { headerStart, size }: ZipRecord): Promise<number> {
  if (headerStart + 30 > source.size) throw fail(source, 'a zip record inside of the file', headerStart);
  const view = viewOf(await readBytes(subject, source, headerStart, headerStart + 30));
  if (view.getUint32(0, true) !== signatures.local)
    throw fail(source, 'a zip record', 'something else', headerStart);
  const start = headerStart + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + size > source.size) throw fail(source, `${size} bytes of a record`, source.size - start, start);
  return start;
}
