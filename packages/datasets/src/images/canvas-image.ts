import { checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { DatasetError } from '../dataset-error.js';
import type { HostArray } from '../host-array.js';
import { drawnPixels } from './canvas-codec.js';
import { hasCanvas } from './choose-codec.js';
import { bytesOfImage, checkPixelOptions, imageOfBytes, type PixelBytes } from './pixel-bytes.js';
import type { PixelOptions } from './pixel-options.js';
import { pixelOptions } from './pixel-options.js';

/**
 * An image of a canvas's pixels.
 *
 * Shape: → `[height, width, channels]`, float32 in [0, 1].
 * @example
 * const pixels = { data: new Uint8ClampedArray([255, 0, 51, 255]), width: 1, height: 1 };
 * fromImageData(pixels).values; // => [1, 0, 0.2]
 */
export const fromImageData = (
  pixels: Pick<ImageData, 'width' | 'height'> & { readonly data: Uint8ClampedArray | Uint8Array },
  options: PixelOptions = {},
): HostArray => {
  checkOptions('fromImageData', options, pixelOptions);
  checkArgument('fromImageData', 'pixels', pixels, 'record', 'Pass context.getImageData(…).');
  return imageOfBytes('fromImageData', { ...sizeOf(pixels), data: pixels.data, channels: 4 }, options);
};

const sizeOf = ({
  width,
  height,
}: {
  width: number;
  height: number;
}): Pick<PixelBytes, 'width' | 'height'> => ({
  width,
  height,
});

/**
 * Converts an image to pixels for a canvas: `context.putImageData(toImageData(image), 0, 0)`. In Node.js, which has no canvas, an
 * object with the same fields.
 *
 * Shape: `[H, W, C]`, C 1, 3 or 4.
 * @throws {@link ShapeError} if it is no such image.
 * @example
 * toImageData(hostArray(new Float32Array([1, 0, 0.2]), [1, 1, 3])).data; // => [255, 0, 51, 255]
 */
export function toImageData(image: HostArray): ImageData {
  const { data, width, height } = bytesOfImage('toImageData', image, { screen: true });
  if (typeof ImageData === 'function') return new ImageData(data, width, height);
  return { data, width, height, colorSpace: 'srgb' } as ImageData;
}

/** Settings of {@link fromCanvas} and {@link fromVideoFrame}. */
export interface DrawnImageOptions extends PixelOptions {
  /** Width of the image, default that of the source; with only a height, the aspect ratio is kept. */
  readonly width?: number;
  /** Height of the image, default that of the source; with only a width, the aspect ratio is kept. */
  readonly height?: number;
}

/** @internal */
export const drawnImageOptions: OptionTable<DrawnImageOptions> = { ...pixelOptions, width: 1, height: 1 };

/**
 * Reads an image from a canvas, in the browser; also from an `<img>` or `ImageBitmap`.
 *
 * Shape: → `[height, width, channels]`, float32 in [0, 1].
 * @throws {@link DatasetError} if it is empty, or shows another site's picture, whose pixels the browser keeps secret.
 */
export const fromCanvas = (
  canvas: HTMLCanvasElement | OffscreenCanvas | HTMLImageElement | ImageBitmap,
  options: DrawnImageOptions = {},
): HostArray => {
  checkOptions('fromCanvas', options, drawnImageOptions);
  return drawnImage('fromCanvas', canvas, sourceSize('fromCanvas', canvas), options);
};

/**
 * Reads the current frame of a video as an image, in the browser.
 *
 * Shape: → `[height, width, channels]`, float32 in [0, 1].
 * @param video - A `<video>` that has loaded a frame, or a `VideoFrame`.
 * @throws {@link DatasetError} if there is no frame yet, or it is another site's, whose pixels the browser keeps secret.
 */
export const fromVideoFrame = (
  video: HTMLVideoElement | VideoFrame,
  options: DrawnImageOptions = {},
): HostArray => {
  checkOptions('fromVideoFrame', options, drawnImageOptions);
  return drawnImage('fromVideoFrame', video, sourceSize('fromVideoFrame', video), options);
};

type Size = readonly [width: number, height: number];

/** @internal Width and height of whatever can be drawn, in its own pixels. */
export function sourceSize(subject: string, source: object): Size {
  checkArgument(subject, 'the source', source, 'record', 'Pass a canvas, an image or a video.');
  if ('videoWidth' in source) return [source.videoWidth as number, (source as HTMLVideoElement).videoHeight];
  if ('displayWidth' in source) return [source.displayWidth as number, (source as VideoFrame).displayHeight];
  if ('naturalWidth' in source)
    return [source.naturalWidth as number, (source as HTMLImageElement).naturalHeight];
  const { width, height } = source as ImageBitmap;
  return [width, height];
}

/** @internal An image of what can be drawn. */
export function drawnImage(
  subject: string,
  source: CanvasImageSource,
  [width, height]: Size,
  options: DrawnImageOptions,
): HostArray {
  checkPixelOptions(subject, options);
  if (!hasCanvas()) {
    throw new DatasetError(subject, {
      expected: 'a browser',
      received: 'none',
      hint: 'In Node.js decode files with decodeImage.',
    });
  }
  if (!(width >= 1 && height >= 1)) {
    throw new DatasetError(subject, {
      expected: 'a picture of at least one pixel',
      received: `${width} × ${height}`,
      hint: 'Wait until it has loaded.',
    });
  }
  const { width: wide = (options.height ?? height) * (width / height) } = options;
  const { height: tall = wide * (height / width) } = options;
  try {
    const pixels = drawnPixels(source, Math.max(1, Math.round(wide)), Math.max(1, Math.round(tall)));
    return imageOfBytes(subject, pixels, options);
  } catch (cause) {
    throw new DatasetError(subject, {
      expected: 'a picture whose pixels may be read',
      received: cause,
      hint: 'Load pictures of other sites with crossOrigin set to "anonymous".',
      cause,
    });
  }
}
