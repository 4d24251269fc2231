// internal: what decodes and encodes images
import type { ImageInfo } from './image-info.js';
import type { PixelBytes } from './pixel-bytes.js';

/** Decodes and encodes images. */
export interface ImageCodec {
  /** The pixels of a file; it fails with any error if the file is damaged. */
  decode(bytes: Uint8Array, info: ImageInfo, upright: boolean): Promise<PixelBytes>;
  /** A file with pixels. */
  encode(pixels: PixelBytes, type: 'png' | 'jpeg', quality: number): Promise<Uint8Array>;
}
