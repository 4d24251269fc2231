import { checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { DatasetError } from '../dataset-error.js';
import { liesOnItsSide } from './exif.js';

/** What an image file says of itself. */
export interface ImageInfo {
  readonly type: 'png' | 'jpeg' | 'webp' | 'gif';
  readonly width: number;
  readonly height: number;
}

/** Settings of {@link imageInfo}. */
export interface ImageInfoOptions {
  /** What errors call the file, default "the image". */
  readonly file?: string;
  /** Whether width and height of a JPEG photo are those after rotation by its EXIF orientation, default true. */
  readonly upright?: boolean;
}

const imageInfoOptions: OptionTable<ImageInfoOptions> = { file: 'the image', upright: true };

/** Width and height of a format, from bytes that begin as its files do. */
type SizeReader = (header: Header) => readonly [width: number, height: number];

/**
 * Reads format and size of an image from its first bytes; the picture isn't decoded.
 * @param bytes - The file, or as much of its beginning as holds the size.
 * @throws {@link DatasetError} if it begins as no PNG, JPEG, WebP or GIF file does, or ends before its size.
 * @example
 * const bytes = await encodeImage(hostArray(new Float32Array(12), [2, 6, 1]));
 * imageInfo(bytes); // => { type: 'png', width: 6, height: 2 }
 */
export function imageInfo(bytes: Uint8Array, options: ImageInfoOptions = {}): ImageInfo {
  const { file = 'the image', upright = true } = checkOptions('imageInfo', options, imageInfoOptions);
  checkArgument('imageInfo', 'the image', bytes, 'bytes');
  const header = new Header(bytes, file);
  const type = typeOf(header);
  if (!type) {
    const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new DatasetError('imageInfo', {
      expected: 'a PNG, JPEG, WebP or GIF image',
      received: start === '' ? 'no bytes' : `a file that begins with ${start}`,
      file,
      offset: 0,
    });
  }
  const [width, height] = sizeReaders[type](header);
  if (width < 1 || height < 1) {
    throw new DatasetError('imageInfo', {
      expected: 'a width and a height of at least 1',
      received: `${width} × ${height}`,
      file,
    });
  }
  const isTurned = upright && type === 'jpeg' && liesOnItsSide(bytes);
  return isTurned ? { type, width: height, height: width } : { type, width, height };
}

function typeOf(header: Header): ImageInfo['type'] | undefined {
  if (header.begins('\x89PNG\r\n\x1a\n')) return 'png';
  if (header.begins('\xff\xd8\xff')) return 'jpeg';
  if (header.begins('RIFF') && header.begins('WEBP', 8)) return 'webp';
  return header.begins('GIF87a') || header.begins('GIF89a') ? 'gif' : undefined;
}

const sizeReaders: Record<ImageInfo['type'], SizeReader> = {
  png(header) {
    if (!header.begins('IHDR', 12)) throw header.damaged('the chunk IHDR', 12);
    return [header.number(16, 4), header.number(20, 4)];
  },

  jpeg(header) {
    for (let at = 2; ; ) {
      if (header.number(at, 1) !== 0xff) throw header.damaged('a JPEG marker', at);
      const marker = header.number(at + 1, 1);
      if (marker === 0xff) {
        at++; // fill bytes
        continue;
      }
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
      if (isFrame) return [header.number(at + 7, 2), header.number(at + 5, 2)];
      if (marker === 0xda || marker === 0xd9) throw header.damaged('a JPEG frame before its data', at);
      const hasLength = marker !== 0x01 && !(marker >= 0xd0 && marker <= 0xd8);
      at += hasLength ? 2 + Math.max(2, header.number(at + 2, 2)) : 2;
    }
  },

  webp(header) {
    if (header.begins('VP8X', 12)) return [1 + header.number(24, -3), 1 + header.number(27, -3)];
    if (header.begins('VP8L', 12)) {
      const bits = header.number(21, -4);
      return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
    }
    if (!header.begins('VP8 ', 12)) throw header.damaged('a chunk VP8, VP8L or VP8X', 12);
    return [header.number(26, -2) & 0x3fff, header.number(28, -2) & 0x3fff];
  },

  gif: (header) => [header.number(6, -2), header.number(8, -2)],
};

/** The beginning of a file, read with care. */
class Header {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
  ) {}

  /** Whether bytes from an offset on are those of a text. */
  begins(text: string, at = 0): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[at + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** An unsigned number of so many bytes, the highest first; of -size bytes the lowest first. */
  number(at: number, size: number): number {
    const count = Math.abs(size);
    if (at + count > this.bytes.length) {
      throw new DatasetError('imageInfo', {
        expected: 'an image with its size',
        received: `${this.bytes.length} bytes`,
        file: this.file,
        offset: this.bytes.length,
      });
    }
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 256 + this.bytes[size > 0 ? at + i : at + count - 1 - i]!;
    return value;
  }

  /** The value at a position is unexpected. */
  damaged(expected: string, offset: number): DatasetError {
    const found = Array.from(this.bytes.subarray(offset, offset + 4), (byte) =>
      byte.toString(16).padStart(2, '0'),
    );
    return new DatasetError('imageInfo', {
      expected,
      received: found.join(' ') || 'the end',
      file: this.file,
      offset,
    });
  }
}
