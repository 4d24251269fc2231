// internal: images in a browser, by the browser
import type { ImageCodec } from './image-codec.js';
import type { PixelBytes } from './pixel-bytes.js';
import { texturePixels } from './texture-pixels.js';

/** Decodes and encodes with the browser's own codecs, on pages and in workers. */
export const canvasCodec: ImageCodec = {
  async decode(bytes, { type }, upright) {
    const file = upright ? bytes : withoutExif(bytes); // browsers turn every picture that notes how it lies
    const blob = new Blob([file as Uint8Array<ArrayBuffer>], { type: `image/${type}` });
    // the values of the file: browsers would convert colours for the screen, and round them where they are half transparent
    const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
    try {
      const { width, height } = bitmap;
      const pixels = drawnPixels(bitmap, width, height);
      if (isOpaque(pixels.data)) return pixels;
      return texturePixels(bitmap) ?? pixels; // a canvas keeps colours times alpha, and rounds them
    } finally {
      bitmap.close();
    }
  },

  async encode({ data, width, height }, type, quality) {
    const canvas = new OffscreenCanvas(width, height);
    const pixels = new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height);
    contextOf(canvas).putImageData(pixels, 0, 0);
    const blob = await canvas.convertToBlob({ type: `image/${type}`, quality: quality / 100 });
    return new Uint8Array(await blob.arrayBuffer());
  },
};

function isOpaque(data: PixelBytes['data']): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i]! < 255) return false;
  return true;
}

/** A JPEG file whose notes on the picture (EXIF) carry another name, so that nobody reads them. */
function withoutExif(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  for (
    let at = 2;
    copy[at] === 0xff && copy[at + 1] !== 0xda;
    at += 2 + 256 * copy[at + 2]! + copy[at + 3]!
  ) {
    const isExif = copy[at + 1] === 0xe1 && String.fromCharCode(...copy.subarray(at + 4, at + 8)) === 'Exif';
    if (isExif) copy[at + 4] = 0x2d; // "-xif"
  }
  return copy;
}

/** The pixels of whatever can be drawn, at a size. */
export function drawnPixels(
  source: CanvasImageSource,
  width: number,
  height: number,
  canvas: OffscreenCanvas = new OffscreenCanvas(width, height),
): PixelBytes {
  const context = contextOf(canvas);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return { data: context.getImageData(0, 0, width, height).data, width, height, channels: 4 };
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('The browser gives no more canvases.');
  return context;
}
