// internal: images in a browser, by the browser
import type { ImageCodec } from './image-codec.js';
import type { PixelBytes } from './pixel-bytes.js';

/** Decodes and encodes with the browser's own codecs, on pages and in workers. */
export const canvasCodec: ImageCodec = {
  async decode(bytes, { type }, upright) {
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${type}` });
    const bitmap = await createImageBitmap(blob, { imageOrientation: upright ? 'from-image' : 'none' });
    try {
      return drawnPixels(bitmap, bitmap.width, bitmap.height);
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
