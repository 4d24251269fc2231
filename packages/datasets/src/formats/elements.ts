// internal
import { type DTypeArrays, sizeOf } from '@neurona/backend';
import { type HostArray, hostArray } from '../host-array.js';
import { countBytes, damaged, type Place } from './place.js';

/** Kinds of numbers in files: booleans, unsigned, signed, floating point, with their bytes. */
export type ElementType = 'b1' | 'u1' | 'u2' | 'u4' | 'u8' | 'i1' | 'i2' | 'i4' | 'i8' | 'f2' | 'f4' | 'f8';

/** An array as a file's header declares it. */
export interface DeclaredArray {
  readonly type: ElementType;
  readonly littleEndian: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly start: number;
}

const largestFloat32 = 3.4028234663852886e38;
const largestInt32 = 2 ** 31 - 1;

/** Bytes that a whole file of this array has; Infinity if it has no sane size. */
export function declaredBytes({ type, shape, start }: DeclaredArray): number {
  const bytes = start + sizeOf(shape) * Number(type[1]);
  return Number.isSafeInteger(bytes) ? bytes : Number.POSITIVE_INFINITY;
}

/**
 * The numbers of a file as float32, int32 or bool, row-major. Nothing is allocated before the file has been seen to be as long
 * as it says.
 */
export function decodeElements(bytes: Uint8Array, declared: DeclaredArray, place: Place): HostArray {
  const expected = declaredBytes(declared);
  if (expected !== bytes.length) {
    const shape = `shape [${declared.shape.join(', ')}] of ${declared.type}`;
    const received = `${bytes.length}`;
    const offset = Math.min(expected, bytes.length);
    throw damaged(place, `${countBytes(expected)} for ${shape}`, received, offset);
  }
  const { type, shape, start } = declared;
  const count = sizeOf(shape);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, count * Number(type[1]));
  const values = readers[type]({ view, count, littleEndian: declared.littleEndian, place, start });
  return hostArray(values, shape);
}

interface Source {
  readonly view: DataView;
  readonly count: number;
  readonly littleEndian: boolean;
  readonly place: Place;
  readonly start: number;
}

const readers: Record<ElementType, (source: Source) => DTypeArrays[keyof DTypeArrays]> = {
  b1(source) {
    const values = new Uint8Array(source.count);
    for (let i = 0; i < values.length; i++) {
      values[i] = source.view.getUint8(i);
      if (values[i]! > 1) throw outside(source, 'a boolean, 0 or 1', values[i]!, i, 1);
    }
    return values;
  },
  u1: (source) => integers(source, 1, (view, at) => view.getUint8(at)),
  u2: (source) => integers(source, 2, (view, at, little) => view.getUint16(at, little)),
  u4: (source) => integers(source, 4, (view, at, little) => view.getUint32(at, little)),
  u8: (source) => integers(source, 8, (view, at, little) => Number(view.getBigUint64(at, little))),
  i1: (source) => integers(source, 1, (view, at) => view.getInt8(at)),
  i2: (source) => integers(source, 2, (view, at, little) => view.getInt16(at, little)),
  i4: (source) => integers(source, 4, (view, at, little) => view.getInt32(at, little)),
  i8: (source) => integers(source, 8, (view, at, little) => Number(view.getBigInt64(at, little))),
  f2: (source) => floats(source, 2, (view, at, little) => halfToNumber(view.getUint16(at, little))),
  f4: (source) => floats(source, 4, (view, at, little) => view.getFloat32(at, little)),
  f8: (source) => floats(source, 8, (view, at, little) => view.getFloat64(at, little)),
};

type Read = (view: DataView, at: number, littleEndian: boolean) => number;

function integers(source: Source, width: number, read: Read): Int32Array {
  const values = new Int32Array(source.count);
  for (let i = 0; i < values.length; i++) {
    const value = read(source.view, i * width, source.littleEndian);
    if (value > largestInt32 || value < -largestInt32 - 1) throw outside(source, 'an int32', value, i, width);
    values[i] = value;
  }
  return values;
}

function floats(source: Source, width: number, read: Read): Float32Array {
  const values = new Float32Array(source.count);
  for (let i = 0; i < values.length; i++) {
    const value = read(source.view, i * width, source.littleEndian);
    values[i] = value;
    if (!Number.isFinite(values[i]!) && Number.isFinite(value))
      throw outside(source, `a float32, at most ${largestFloat32}`, value, i, width);
  }
  return values;
}

const outside = (source: Source, expected: string, value: number, index: number, width: number) =>
  damaged(source.place, expected, value, source.start + index * width, {
    where: `element ${index}`,
    hint: 'Save the array with a smaller dtype.',
  });

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
