// internal: images as loops over pixels want them
import { describeShape, ShapeError } from '@neurona/backend';
import { type HostArray, hostArray } from '../host-array.js';
import type { ImageFill, ImageSize } from './image-transform.js';

/** One image, row by row, the channels of a pixel beside each other. */
export interface Picture {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The image of an array `[H, W, C]`; nothing is copied. */
export const toPicture = ({ values, shape }: HostArray): Picture => ({
  values: values as Float32Array,
  height: shape[0]!,
  width: shape[1]!,
  channels: shape[2]!,
});

/** An image as an array `[H, W, C]`; nothing is copied. */
export const toArray = ({ values, height, width, channels }: Picture): HostArray =>
  hostArray(values, [height, width, channels]);

/** An image of zeros. */
export const blank = (height: number, width: number, channels: number): Picture => ({
  values: new Float32Array(height * width * channels),
  height,
  width,
  channels,
});

/** Another image with a function applied to each value; an alpha channel stays as it is. */
export function mapColors(picture: Picture, f: (value: number, index: number) => number): Picture {
  const { values, channels } = picture;
  const out = new Float32Array(values.length);
  const colors = colorChannels(channels);
  if (colors === channels) {
    for (let i = 0; i < values.length; i++) out[i] = f(values[i]!, i);
    return { ...picture, values: out };
  }
  for (let i = 0; i < values.length; i++) out[i] = i % channels < colors ? f(values[i]!, i) : values[i]!;
  return { ...picture, values: out };
}

/** How many of an image's channels are colours: the fourth is alpha. */
export const colorChannels = (channels: number): number => (channels === 4 ? 3 : channels);

/** Refuses images that have no colours as a screen has them. */
export function checkColors(subject: string, { height, width, channels }: Picture): void {
  if (channels === 1 || channels === 3 || channels === 4) return;
  throw new ShapeError(subject, {
    expected: '1, 3 or 4 channels',
    received: `an image of shape ${describeShape([height, width, channels])}`,
  });
}

/** The fill of each channel. */
export function fillOf(subject: string, fill: ImageFill, channels: number): readonly number[] {
  if (typeof fill === 'number') return new Array<number>(channels).fill(fill);
  if (fill.length === channels) return fill;
  throw new ShapeError(subject, {
    expected: `one number for all channels or one for each of ${channels}`,
    received: `${fill.length} values`,
  });
}

/** Height and width of a size. */
export function sidesOf(size: ImageSize): readonly [height: number, width: number] {
  return typeof size === 'number' ? [size, size] : size;
}

/** Whether a size has whole sides of at least 1. */
export const isSize = (size: ImageSize): boolean =>
  (typeof size === 'number' || Array.isArray(size)) &&
  sidesOf(size).length === 2 &&
  sidesOf(size).every((side) => Number.isInteger(side) && side >= 1);

/** The nearest integer, the even one where two are as near, as Python and `nearbyint` round. */
export function roundHalfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest < 0.5) return low;
  return rest > 0.5 ? low + 1 : low + (Math.abs(low) % 2);
}
