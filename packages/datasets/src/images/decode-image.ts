import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { DatasetError } from '../dataset-error.js';
import type { HostArray } from '../host-array.js';
import { imageCodec } from './choose-codec.js';
import { decodeDeepPng, isDeepPng } from './deep-png.js';
import { type ImageInfo, imageInfo } from './image-info.js';
import { checkPixelOptions, imageOfBytes, type PixelBytes } from './pixel-bytes.js';
import type { PixelOptions } from './pixel-options.js';
import { pixelOptions } from './pixel-options.js';

/** Settings of {@link decodeImage}. */
export interface DecodeImageOptions extends PixelOptions {
  /** Maximum number of pixels that an image may declare, default 2^26, as 8192 × 8192. */
  readonly maxPixels?: number;
  /** Whether to rotate a JPEG photo by the orientation that the camera stored (EXIF), default true. */
  readonly upright?: boolean;
  /** What errors call the image, default "the image". */
  readonly file?: string;
}

const decodeImageOptions: OptionTable<DecodeImageOptions> = {
  ...pixelOptions,
  maxPixels: 2 ** 26,
  upright: true,
  file: 'the image',
};

/**
 * Decodes a PNG, JPEG, WebP or GIF image (its first frame): in the browser by the browser, in Node.js by the package `sharp`, which
 * you install.
 *
 * Shape: → `[H, W, channels]`, float32 in [0, 1]. Values are those of the file on every platform: colour profiles and gamma are
 * not applied.
 * @param source - The whole file.
 * @throws {@link DatasetError} if it is no such image, cut or damaged, or larger than `maxPixels`; in Node.js if `sharp` is
 * missing.
 * @example
 * const bytes = await encodeImage(hostArray(new Float32Array([0, 0.2, 1]), [1, 3, 1]));
 * (await decodeImage(bytes, { channels: 1 })).values; // => [0, 0.2, 1]
 */
export async function decodeImage(
  source: Uint8Array | ArrayBuffer | Blob,
  options: DecodeImageOptions = {},
): Promise<HostArray> {
  const {
    maxPixels = 2 ** 26,
    upright = true,
    file = 'the image',
  } = checkOptions('decodeImage', options, decodeImageOptions);
  checkPixelOptions('decodeImage', options);
  const bytes = await bytesOf(source);
  const info = imageInfo(bytes, { file, upright });
  if (!(info.width * info.height <= maxPixels)) {
    throw new DatasetError('decodeImage', {
      expected: `at most ${maxPixels} pixels`,
      received: `${info.width} × ${info.height}`,
      file,
      hint: 'Pass a larger maxPixels if you trust the file.',
    });
  }
  const pixels = await decode(bytes, info, upright, file);
  return imageOfBytes('decodeImage', pixels, options);
}

async function decode(
  bytes: Uint8Array,
  info: ImageInfo,
  upright: boolean,
  file: string,
): Promise<PixelBytes> {
  const expected = `a whole ${info.type.toUpperCase()} image of ${info.width} × ${info.height}`;
  const cut = cutAt(bytes, info);
  if (cut !== undefined) {
    throw new DatasetError('decodeImage', { expected, received: 'one that is cut', file, offset: cut });
  }
  const isDeep = info.type === 'png' && isDeepPng(bytes);
  const codec = isDeep ? undefined : await imageCodec('decodeImage');
  let pixels: PixelBytes;
  try {
    pixels = isDeep ? await decodeDeepPng(bytes) : await codec!.decode(bytes, info, upright);
  } catch (cause) {
    throw new DatasetError('decodeImage', { expected, received: "one that can't be decoded", file, cause });
  }
  const { width, height } = pixels;
  const isSize = width === info.width && height === info.height;
  // a decoder may understand damaged notes of a camera in its own way
  if (isSize || (upright && width === info.height && height === info.width)) return pixels;
  throw new DatasetError('decodeImage', { expected, received: `${width} × ${height}`, file });
}

/** Where a file ends too early; browsers show what there is of it. */
function cutAt(bytes: Uint8Array, { type }: ImageInfo): number | undefined {
  if (type === 'png') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at))
      if (view.getUint32(at + 4) === 0x49454e44) return undefined; // IEND
    return bytes.length;
  }
  if (type === 'webp') {
    const size = bytes.length < 8 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
    return size + 8 > bytes.length ? bytes.length : undefined;
  }
  if (type === 'gif') return bytes.lastIndexOf(0x3b) < 0 ? bytes.length : undefined; // its trailer
  for (let at = bytes.lastIndexOf(0xd9); at > 0; at = bytes.lastIndexOf(0xd9, at - 1))
    if (bytes[at - 1] === 0xff) return undefined; // end of image
  return bytes.length;
}

async function bytesOf(source: Uint8Array | ArrayBuffer | Blob): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  throw new ArgumentError('decodeImage', {
    expected: 'a Uint8Array, an ArrayBuffer or a Blob',
    received: source,
    hint: 'For a canvas or a video use fromCanvas or fromVideoFrame.',
  });
}
