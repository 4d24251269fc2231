import { ArgumentError } from '@neurona/backend';
import { type HostArray, hostArray } from '../host-array.js';
import { countBytes, damaged, type Place, placeOf } from './place.js';
import type { ReaderOptions } from './reader-options.js';
import { unpackGzip } from './unpack-gzip.js';

/** Settings of {@link readCifar}. */
export interface CifarReaderOptions extends ReaderOptions {
  /** Number of classes for each byte before the pixels, default `[10]` as in CIFAR-10; CIFAR-100 has `[20, 100]`. */
  readonly classes?: readonly number[];
}

/** What a CIFAR file holds. */
export interface CifarImages {
  /** float32 `[N, 32, 32, 3]` in [0, 1]. */
  readonly images: HostArray;
  /** int32 `[N]`, one for each byte before the pixels. */
  readonly labels: readonly HostArray[];
}

const side = 32;
const pixels = side * side;

/**
 * Reads a file of CIFAR's binary version: for each image its classes, one byte each, then its red, green and blue pixels. A file
 * packed with gzip is unpacked.
 * @param bytes - The whole file.
 * @throws {@link DatasetError} if it is empty, is cut within an image, or has a class that isn't there.
 * @throws {@link ArgumentError} if `classes` is empty or holds anything but whole numbers from 1 to 256.
 * @example
 * const bytes = new Uint8Array(3073).fill(255); // a white image
 * bytes[0] = 7;
 * const { images, labels } = await readCifar(bytes);
 * [images.shape, images.values[0], labels[0].values[0]]; // => [[1, 32, 32, 3], 1, 7]
 * @see Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009
 */
export async function readCifar(bytes: Uint8Array, options: CifarReaderOptions = {}): Promise<CifarImages> {
  const { classes = [10] } = options;
  if (classes.length === 0 || classes.some((n) => !Number.isInteger(n) || n < 1 || n > 256)) {
    throw new ArgumentError('readCifar', {
      expected: 'classes to hold whole numbers from 1 to 256',
      received: classes,
    });
  }
  const place = placeOf('readCifar', options);
  return decodeCifar(await unpackGzip(bytes, place), classes, place);
}

/** The images of one unpacked file. */
export function decodeCifar(bytes: Uint8Array, classes: readonly number[], place: Place): CifarImages {
  const record = classes.length + 3 * pixels;
  const count = Math.floor(bytes.length / record);
  if (count === 0 || bytes.length !== count * record) {
    const received = countBytes(bytes.length);
    throw damaged(place, `images of ${countBytes(record)} each`, received, count * record);
  }
  const labels = classes.map(() => new Int32Array(count));
  for (let i = 0; i < count; i++) {
    for (const [j, limit] of classes.entries()) {
      const label = bytes[i * record + j]!;
      if (label >= limit) {
        throw damaged(place, `a class from 0 to ${limit - 1}`, label, i * record + j, {
          where: `image ${i}`,
        });
      }
      labels[j]![i] = label;
    }
  }
  const images = new Float32Array(count * 3 * pixels);
  for (let i = 0, to = 0; i < count; i++) {
    const red = i * record + classes.length;
    for (let pixel = red; pixel < red + pixels; pixel++) {
      images[to++] = bytes[pixel]! / 255;
      images[to++] = bytes[pixel + pixels]! / 255;
      images[to++] = bytes[pixel + 2 * pixels]! / 255;
    }
  }
  return {
    images: hostArray(images, [count, side, side, 3]),
    labels: labels.map((values) => hostArray(values)),
  };
}
