import { checkOptions } from '@neurona/backend';
import { decodeText } from './decode-text.js';
import { placeOf } from './place.js';
import type { ReaderOptions } from './reader-options.js';
import { readerOptions } from './reader-options.js';

/**
 * Reads a file of plain text in UTF-8. A file packed with gzip is unpacked; a byte order mark is left out.
 * @param bytes - The whole file.
 * @throws {@link DatasetError} if it is not UTF-8, too large for a text, or a damaged gzip file.
 * @example
 * await readText(new TextEncoder().encode('First Citizen:')); // => 'First Citizen:'
 */
export async function readText(bytes: Uint8Array, options: ReaderOptions = {}): Promise<string> {
  return decodeText(bytes, placeOf('readText', checkOptions('readText', options, readerOptions)));
}
