import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { CifarImages } from './cifar-images.js';
import { decodeCifar } from './decode-cifar.js';
import { placeOf } from './place.js';
import type { ReaderOptions } from './reader-options.js';
import { readerOptions } from './reader-options.js';
import { unpackGzip } from './unpack-gzip.js';

/** Settings of {@link readCifar}. */
export interface CifarReaderOptions extends ReaderOptions {
  /** Number of classes for each byte before the pixels, default `[10]` as in CIFAR-10; CIFAR-100 has `[20, 100]`. */
  readonly classes?: readonly number[];
}

const cifarReaderOptions: OptionTable<CifarReaderOptions> = { ...readerOptions, classes: [10] };

/**
 * Reads a file of CIFAR's binary version: for each image its classes, one byte each, then its red, green and blue pixels. A file
 * packed with gzip is unpacked.
 * @param bytes - The whole file.
 * @throws {@link DatasetError} if it is empty, is cut within an image, or has a class that isn't there.
 * @throws {@link ArgumentError} if `classes` is empty or holds anything but integers from 1 to 256.
 * @example
 * const bytes = new Uint8Array(3073).fill(255); // a white image
 * bytes[0] = 7;
 * const { images, labels } = await readCifar(bytes);
 * [images.shape, images.values[0], labels[0].values[0]]; // => [[1, 32, 32, 3], 1, 7]
 * @see Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009
 */
export async function readCifar(bytes: Uint8Array, options: CifarReaderOptions = {}): Promise<CifarImages> {
  const { classes = [10] } = checkOptions('readCifar', options, cifarReaderOptions);
  if (classes.length === 0 || classes.some((n) => !Number.isInteger(n) || n < 1 || n > 256)) {
    throw new ArgumentError('readCifar', {
      expected: 'classes to hold integers from 1 to 256',
      received: classes,
    });
  }
  const place = placeOf('readCifar', options);
  return decodeCifar(await unpackGzip(bytes, place), classes, place);
}
