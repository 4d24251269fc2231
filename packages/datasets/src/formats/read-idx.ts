import { checkOptions } from '@neurona/backend';
import type { HostArray } from '../host-array.js';
import { idxHeader, unpackIdx } from './decode-idx.js';
import { decodeElements } from './elements.js';
import { placeOf } from './place.js';
import type { ReaderOptions } from './reader-options.js';
import { readerOptions } from './reader-options.js';

/**
 * Reads an IDX file, the format of MNIST: integers become int32, floating point numbers float32. A file packed with gzip is
 * unpacked.
 * @param bytes - The whole file.
 * @throws {@link DatasetError} if it is no IDX file, is cut or longer than it says, or holds numbers beyond float32.
 * @example
 * const bytes = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 5, 7]); // 1 axis of 2 unsigned bytes
 * (await readIdx(bytes)).values; // => [5, 7]
 * @see LeCun, Cortes, Burges, "The MNIST database of handwritten digits", its section on file formats
 */
export async function readIdx(bytes: Uint8Array, options: ReaderOptions = {}): Promise<HostArray> {
  checkOptions('readIdx', options, readerOptions);
  const place = placeOf('readIdx', options);
  const plain = await unpackIdx(bytes, place);
  return decodeElements(plain, idxHeader(plain, place), place);
}
