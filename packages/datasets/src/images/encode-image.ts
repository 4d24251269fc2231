import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '../host-array.js';
import { hasCanvas, imageCodec } from './choose-codec.js';
import { bytesOfImage } from './pixel-bytes.js';

/** Settings of {@link encodeImage}. */
export interface EncodeImageOptions {
  /** The format, default `png`, which is lossless but for rounding to bytes. */
  readonly type?: 'png' | 'jpeg';
  /** Quality of a JPEG, from 1 to 100, default 90. */
  readonly quality?: number;
}

const encodeImageOptions: OptionTable<EncodeImageOptions> = { type: 'png', quality: 90 };

/**
 * Encodes an image as PNG or JPEG: in the browser by the browser, in Node.js by the package `sharp`, which you install. Values
 * beyond [0, 1] become the nearest within; a JPEG has white behind what is transparent.
 *
 * Shape: `[H, W, C]`, C 1, 3 or 4 → the bytes of a file.
 * @throws {@link ShapeError} if it is no such image.
 * @throws {@link ArgumentError} if `quality` is out of range.
 * @throws {@link DatasetError} in Node.js if `sharp` is missing.
 * @example
 * const red = hostArray(new Float32Array([1, 0, 0]), [1, 1, 3]);
 * const bytes = await encodeImage(red, { type: 'jpeg', quality: 95 });
 * imageInfo(bytes).type; // => 'jpeg'
 */
export async function encodeImage(image: HostArray, options: EncodeImageOptions = {}): Promise<Uint8Array> {
  const { type = 'png', quality = 90 } = checkOptions('encodeImage', options, encodeImageOptions);
  if (type !== 'png' && type !== 'jpeg')
    throw new ArgumentError('encodeImage', { expected: "type 'png' or 'jpeg'", received: type });
  if (!(quality >= 1 && quality <= 100))
    throw new ArgumentError('encodeImage', { expected: 'a quality from 1 to 100', received: quality });
  const pixels = bytesOfImage('encodeImage', image, { screen: hasCanvas(), opaque: type === 'jpeg' });
  const codec = await imageCodec('encodeImage');
  return codec.encode(pixels, type, Math.round(quality));
}
