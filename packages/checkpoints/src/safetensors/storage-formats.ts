// internal: how safetensors stores values, by its names of dtypes
import type { DType, TypedArray } from '@neurona/backend';
import { fromBfloats, fromHalves, toBfloats, toHalves } from './half-floats.js';

/** How values lie in a file. */
export interface StorageFormat {
  /** Bytes that one value takes. */
  readonly bytes: number;
  /** What the values become. */
  readonly dtype: DType;
  /** Values of an aligned buffer of their own; the index of the first that can't be represented where there is one. */
  read(raw: ArrayBuffer): TypedArray | number;
}

/** Checked conversion of integers: each must lie in int32. */
function toInt32(values: ArrayLike<number>): Int32Array | number {
  const result = new Int32Array(values.length);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[i]!;
    if (result[i] !== values[i]) return i;
  }
  return result;
}

/** Integers of 64 bits, as pairs of words, lower one first. The upper one must be what the lower one's sign says. */
function wordsToInt32(words: Int32Array, isSigned: boolean): Int32Array | number {
  const result = new Int32Array(words.length / 2);
  for (let i = 0; i < result.length; i++) {
    const low = words[2 * i]!;
    if (words[2 * i + 1] !== (isSigned ? low >> 31 : 0) || (!isSigned && low < 0)) return i;
    result[i] = low;
  }
  return result;
}

function toBools(values: Uint8Array): Uint8Array | number {
  const odd = values.findIndex((value) => value > 1);
  return odd < 0 ? values : odd;
}

const int = (bytes: number, read: (raw: ArrayBuffer) => Int32Array | number): StorageFormat => ({
  bytes,
  dtype: 'int32',
  read,
});

const float = (bytes: number, read: (raw: ArrayBuffer) => Float32Array): StorageFormat => ({
  bytes,
  dtype: 'float32',
  read,
});

/** Every dtype that is read. A `Map`, so that names out of a file find nothing else. */
export const storageFormats: ReadonlyMap<string, StorageFormat> = new Map([
  ['F64', float(8, (raw) => new Float32Array(new Float64Array(raw)))],
  ['F32', float(4, (raw) => new Float32Array(raw))],
  ['F16', float(2, (raw) => fromHalves(new Uint16Array(raw)))],
  ['BF16', float(2, (raw) => fromBfloats(new Uint16Array(raw)))],
  ['I64', int(8, (raw) => wordsToInt32(new Int32Array(raw), true))],
  ['I32', int(4, (raw) => new Int32Array(raw))],
  ['I16', int(2, (raw) => new Int32Array(new Int16Array(raw)))],
  ['I8', int(1, (raw) => new Int32Array(new Int8Array(raw)))],
  ['U64', int(8, (raw) => wordsToInt32(new Int32Array(raw), false))],
  ['U32', int(4, (raw) => toInt32(new Uint32Array(raw)))],
  ['U16', int(2, (raw) => new Int32Array(new Uint16Array(raw)))],
  ['U8', int(1, (raw) => new Int32Array(new Uint8Array(raw)))],
  ['BOOL', { bytes: 1, dtype: 'bool', read: (raw) => toBools(new Uint8Array(raw)) } as StorageFormat],
]);

/** How floats are stored: as they are, or rounded to 16 bits. */
export type FloatStorage = 'F32' | 'F16' | 'BF16';

/** The name of the dtype that values are stored as. */
export function storedAs(dtype: DType, floats: FloatStorage): string {
  if (dtype === 'float32') return floats;
  return dtype === 'int32' ? 'I32' : 'BOOL';
}

/** The bytes of values in a file; those of the array itself where they are the same. */
export function storedBytes(values: TypedArray, stored: string): Uint8Array {
  if (stored !== 'F16' && stored !== 'BF16') {
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
  const rounded = (stored === 'F16' ? toHalves : toBfloats)(values as Float32Array);
  return new Uint8Array(rounded.buffer);
}
