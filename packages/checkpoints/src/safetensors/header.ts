// internal: the header of a safetensors file, checked against the file's length
import { type DType, describeShape, type Shape } from '@neurona/backend';
import { CheckpointError } from '../checkpoint-error.js';
import { HeaderReader, type RawEntry } from './header-reader.js';
import { storageFormats } from './storage-formats.js';

/** Where the values of a tensor lie in its file. */
export interface TensorEntry {
  /** The dtype in the file, as `F16`. */
  readonly stored: string;
  /** What the values become: float32, int32 or bool. */
  readonly dtype: DType;
  readonly shape: Shape;
  /** First byte of the values in the file. */
  readonly start: number;
  /** The byte behind the last. */
  readonly stop: number;
}

/** A header that fits its file. */
export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of the header. */
  readonly entries: ReadonlyMap<string, TensorEntry>;
}

/** Headers of more bytes are refused, as the format says. */
export const maxHeaderBytes = 100_000_000;

/**
 * Length of the JSON, from the first 8 bytes of a file.
 * @throws {@link CheckpointError} if the file has no room for it.
 */
export function headerLength(
  subject: string,
  first: Uint8Array,
  fileBytes: number,
  limit: number,
  file?: string,
): number {
  const fail = (expected: string, received: string, hint?: string) =>
    new CheckpointError(subject, { expected, received, hint, offset: 0, file });
  if (fileBytes < 8 || first.length < 8) {
    throw fail('a safetensors file of at least 8 bytes', `${Math.min(fileBytes, first.length)}`);
  }
  const length = new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(limit)) {
    throw fail(`a header of at most ${limit} bytes`, `${length}`, 'Is it a safetensors file at all?');
  }
  if (length > BigInt(fileBytes - 8)) {
    throw fail(`${length} bytes of header`, `${fileBytes - 8} bytes in all`, 'The file is cut short.');
  }
  return Number(length);
}

/**
 * Reads and checks a header: keys, dtypes, shapes, and values that fill the rest of the file without holes or overlaps.
 * @param json - The bytes behind the first 8.
 * @throws {@link CheckpointError} if anything differs.
 */
export function parseHeader(
  subject: string,
  json: Uint8Array,
  fileBytes: number,
  file?: string,
): SafetensorsHeader {
  const { metadata, entries } = new HeaderReader(subject, json, file).read();
  const origin = 8 + json.length;
  const checked = new Map<string, TensorEntry>();
  for (const entry of entries) checked.set(entry.name, checkEntry(subject, entry, origin, file));
  checkOrder(subject, entries, fileBytes - origin, file);
  return { metadata, entries: checked };
}

function checkEntry(subject: string, entry: RawEntry, origin: number, file?: string): TensorEntry {
  const { name, dtype: stored, shape, start, stop, offset } = entry;
  const fail = (expected: string, received: unknown) =>
    new CheckpointError(subject, { expected, received, tensor: name, offset, file });
  const format = storageFormats.get(stored);
  if (!format) throw fail(`a dtype of ${[...storageFormats.keys()].join(', ')}`, stored.slice(0, 40));
  const size = shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, 1);
  if (!Number.isSafeInteger(size * format.bytes)) {
    throw fail('a shape whose bytes can be counted', describeShape(shape));
  }
  if (stop - start !== size * format.bytes) {
    throw fail(
      `${size * format.bytes} bytes for ${stored} ${describeShape(shape)}`,
      `offsets ${start} to ${stop}`,
    );
  }
  return { stored, dtype: format.dtype, shape, start: origin + start, stop: origin + stop };
}

function checkOrder(subject: string, entries: readonly RawEntry[], dataBytes: number, file?: string): void {
  let position = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start || a.stop - b.stop)) {
    const fail = (expected: string, received: number, hint?: string) =>
      new CheckpointError(subject, {
        expected,
        received,
        hint,
        tensor: entry.name,
        offset: entry.offset,
        file,
      });
    if (entry.start !== position) {
      throw fail(`values from byte ${position} on, without holes or overlaps`, entry.start);
    }
    if (entry.stop > dataBytes) {
      throw fail(`values that end by byte ${dataBytes}`, entry.stop, 'The file is cut short.');
    }
    position = entry.stop;
  }
  if (position !== dataBytes) {
    throw new CheckpointError(subject, {
      expected: `${position} bytes of values, as the header says`,
      received: dataBytes,
      file,
    });
  }
}
