import { checkOptions, sizeOf } from '@neurona/backend';
import { type HostArray, hostArray } from '../host-array.js';
import { type DeclaredArray, declaredBytes, decodeElements, type ElementType } from './elements.js';
import { countBytes, damaged, type Place, placeOf } from './place.js';
import type { ReaderOptions } from './reader-options.js';
import { readerOptions } from './reader-options.js';
import { unpackGzip } from './unpack-gzip.js';
import { readZip } from './zip.js';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const maxHeaderBytes = 10_000; // NumPy's own limit
const maxAxes = 64; // NumPy's own limit

/** An array as the header of a .npy file declares it. */
interface DeclaredNpy extends DeclaredArray {
  readonly fortranOrder: boolean;
}

/**
 * Reads an array saved by NumPy (`.npy`, versions 1 to 3): floating point numbers become float32, integers int32, booleans
 * bool, whatever their byte order; columns-first arrays become row-major. A file packed with gzip is unpacked.
 * @param bytes - The whole file.
 * @throws {@link DatasetError} if it is no such file, is cut or longer than it says, holds Python objects, strings or records, or a
 * number that int32 or float32 can't hold.
 * @example
 * const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n";
 * const start = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0];
 * const bytes = new Uint8Array([...start, ...new TextEncoder().encode(header), 5, 7]);
 * (await readNpy(bytes)).values; // => [5, 7]
 * @see NumPy's `numpy.lib.format`
 */
export async function readNpy(bytes: Uint8Array, options: ReaderOptions = {}): Promise<HostArray> {
  checkOptions('readNpy', options, readerOptions);
  const place = placeOf('readNpy', options);
  const plain = await unpackGzip(bytes, place, (head) => {
    const size = headerBytes(head, place);
    return size === undefined || head.length < size ? undefined : declaredBytes(npyHeader(head, place));
  });
  return decodeNpy(plain, place);
}

/**
 * Reads the arrays of a `.npz` file, as `numpy.savez` and `numpy.savez_compressed` write it, by name.
 * @param bytes - The whole file.
 * @throws {@link DatasetError} as {@link readNpy} does, and if the archive is damaged or unpacks to more than `maxBytes`.
 * @example
 * // Python: numpy.savez('data.npz', x=x, y=y)
 * async function load(bytes) {
 *   const { x, y } = await readNpz(bytes, { file: 'data.npz' });
 *   return new ArrayDataset([x, y]);
 * }
 */
export async function readNpz(
  bytes: Uint8Array,
  options: ReaderOptions = {},
): Promise<Record<string, HostArray>> {
  checkOptions('readNpz', options, readerOptions);
  const place = placeOf('readNpz', options);
  const arrays: [string, HostArray][] = [];
  for (const { name, offset, read } of readZip(bytes, place)) {
    if (!name.endsWith('.npy')) {
      throw damaged(place, 'files named .npy in it', `"${name.slice(0, 80)}"`, offset);
    }
    arrays.push([name.slice(0, -4), decodeNpy(read(), { ...place, file: `${place.file}/${name}` })]);
  }
  return Object.fromEntries(arrays);
}

function decodeNpy(bytes: Uint8Array, place: Place): HostArray {
  const declared = npyHeader(bytes, place);
  const array = decodeElements(bytes, declared, place);
  return declared.fortranOrder && array.shape.length > 1 ? toRowMajor(array) : array;
}

/** Where the numbers begin; undefined if there are too few bytes to tell. */
function headerBytes(bytes: Uint8Array, place: Place): number | undefined {
  const wrong = magic.findIndex((byte, i) => i < bytes.length && bytes[i] !== byte);
  if (wrong >= 0) throw damaged(place, 'a .npy file, which begins with \\x93NUMPY', 'another', wrong);
  const version = bytes[6];
  if (version === undefined) return undefined;
  if (version < 1 || version > 3) throw damaged(place, 'version 1, 2 or 3', version, 6);
  const textStart = version === 1 ? 10 : 12;
  if (bytes.length < textStart) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > maxHeaderBytes) {
    throw damaged(place, `a header of at most ${countBytes(maxHeaderBytes)}`, length, 8);
  }
  return textStart + length;
}

function npyHeader(bytes: Uint8Array, place: Place): DeclaredNpy {
  const start = headerBytes(bytes, place);
  if (start === undefined || bytes.length < start) {
    throw damaged(place, `a .npy header of ${countBytes(start ?? 10)}`, `${bytes.length}`, bytes.length);
  }
  const textStart = bytes[6] === 1 ? 10 : 12;
  const text = new TextDecoder().decode(bytes.subarray(textStart, start));
  const { descr, fortran, shape } = parseHeader(text, place, textStart);
  const parts = /^([<>|])([biuf])([1248])$/.exec(descr);
  const type = `${parts?.[2]}${parts?.[3]}`;
  if (!parts || !isElementType(type) || (parts[1] === '|' && parts[3] !== '1')) {
    throw damaged(place, 'numbers or booleans', `dtype "${descr.slice(0, 80)}"`, textStart, {
      hint: 'Objects, strings, records and complex numbers are not read; save arrays of numbers.',
    });
  }
  return { type, littleEndian: parts[1] !== '>', shape, start, fortranOrder: fortran };
}

const isElementType = (type: string): type is ElementType => /^(b1|[ui][1248]|f[248])$/.test(type);

/** Parses the Python dictionary of the header: its three keys, in any order, once each. */
function parseHeader(
  text: string,
  place: Place,
  offset: number,
): { descr: string; fortran: boolean; shape: number[] } {
  const body = /^\{(.*)\}\s*$/s.exec(text)?.[1];
  const rest = body
    ?.replace(/'descr'\s*:\s*(?:'[^']*'|\[.*\])\s*,?/s, '')
    .replace(/'fortran_order'\s*:\s*(?:True|False)\s*,?/, '')
    .replace(/'shape'\s*:\s*\([\dL,\s]*\)\s*,?/, '');
  const descr = /'descr'\s*:\s*(?:'([^']*)'|(\[.*\]))/s.exec(body ?? '');
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(body ?? '')?.[1];
  const shape = /'shape'\s*:\s*\(([\dL,\s]*)\)/.exec(body ?? '')?.[1];
  const sizes = shape === undefined ? undefined : parseShape(shape);
  if (!descr || fortran === undefined || !sizes || rest?.trim() !== '') {
    const expected = 'a header with descr, fortran_order and shape';
    throw damaged(place, expected, `"${text.trim().slice(0, 80)}"`, offset);
  }
  return { descr: descr[1] ?? descr[2]!, fortran: fortran === 'True', shape: sizes };
}

function parseShape(text: string): number[] | undefined {
  const items = text.split(',').map((item) => item.trim());
  if (items.at(-1) === '') items.pop(); // (3,) has one
  return items.length <= maxAxes && items.every((item) => /^\d{1,15}L?$/.test(item))
    ? items.map((item) => Number.parseInt(item, 10))
    : undefined;
}

/** The same array with its last axis varying fastest. */
function toRowMajor(array: HostArray): HostArray {
  const { shape } = array;
  const values = array.values.slice();
  const size = sizeOf(shape);
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  for (let i = 0, from = 0; i < size; i++) {
    values[i] = array.values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = index[axis]! + 1;
      from += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return hostArray(values, shape);
}
