import { ArgumentError, type DType, type Shape, sizeOf, type TypedArray } from '@neurona/backend';

/** An array in memory: what a file holds, and what a backend's values are compared with. */
export interface HostArray {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly values: TypedArray;
}

interface Entry {
  readonly key: string;
  readonly dtype: string;
  readonly shape: Shape;
  readonly start: number;
  readonly stop: number;
}

const formats = {
  F32: { dtype: 'float32', bytes: 4, view: (raw: ArrayBuffer) => new Float32Array(raw) },
  I32: { dtype: 'int32', bytes: 4, view: (raw: ArrayBuffer) => new Int32Array(raw) },
  BOOL: { dtype: 'bool', bytes: 1, view: (raw: ArrayBuffer) => new Uint8Array(raw) },
} as const;

/**
 * The arrays of a safetensors file by key: a header of JSON (its length first, 8 bytes little-endian), then the values, row by
 * row and without gaps. Only the dtypes F32, I32 and BOOL are read.
 * @param file - The whole file.
 * @param name - What error messages call it.
 * @throws {@link ArgumentError} if the file is cut short, too long, or its header and its values don't agree.
 */
export function readSafetensors(file: Uint8Array, name = 'a safetensors file'): Map<string, HostArray> {
  const fail = (expected: string, received: unknown) =>
    new ArgumentError('readSafetensors', { expected, received, where: name });
  if (file.byteLength < 8) throw fail('at least 8 bytes', `${file.byteLength}`);
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > BigInt(file.byteLength - 8)) {
    throw fail(`a header of ${length} bytes`, `${file.byteLength - 8} bytes in all. The file is cut short`);
  }
  const begin = 8 + Number(length);
  const size = file.byteLength - begin;
  const arrays = new Map<string, HostArray>();
  let position = 0;
  for (const { key, dtype, shape, start, stop } of parseHeader(file.subarray(8, begin), fail)) {
    if (!Object.hasOwn(formats, dtype)) throw fail(`F32, I32 or BOOL for ${key}`, dtype);
    const format = formats[dtype as keyof typeof formats];
    if (start !== position) throw fail(`${key} to start at byte ${position} of the values`, start);
    if (stop - start !== sizeOf(shape) * format.bytes) {
      throw fail(`${sizeOf(shape) * format.bytes} bytes for ${key}`, stop - start);
    }
    if (stop > size)
      throw fail(`${key} to end by byte ${size} of the values`, `${stop}. The file is cut short`);
    position = stop;
    const raw = Uint8Array.from(file.subarray(begin + start, begin + stop)).buffer; // a copy: views need aligned offsets
    arrays.set(key, { dtype: format.dtype, shape, values: format.view(raw) });
  }
  if (position !== size) throw fail(`${position} bytes of values`, `${size}`);
  return arrays;
}

type Fail = (expected: string, received: unknown) => ArgumentError;

/** The entries of the header in the order of their values. */
function parseHeader(bytes: Uint8Array, fail: Fail): Entry[] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw fail('a header of JSON', error);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw fail('a header that is a JSON object', header);
  }
  return Object.entries(header as Record<string, unknown>)
    .filter(([key]) => key !== '__metadata__')
    .map(([key, entry]) => toEntry(key, entry, fail))
    .sort((a, b) => a.start - b.start || a.stop - b.stop);
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function toEntry(key: string, entry: unknown, fail: Fail): Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string') throw fail(`a dtype for ${key}`, dtype);
  if (!Array.isArray(shape) || !shape.every(isSize)) throw fail(`a shape for ${key}`, shape);
  if (
    !Array.isArray(offsets) ||
    offsets.length !== 2 ||
    !offsets.every(isSize) ||
    offsets[0]! > offsets[1]!
  ) {
    throw fail(`two rising offsets for ${key}`, offsets);
  }
  return { key, dtype, shape, start: offsets[0]!, stop: offsets[1]! };
}
