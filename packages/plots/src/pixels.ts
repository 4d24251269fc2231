import { encode } from 'fast-png';
import { rangeError, typeError } from './errors.js';
import { isArrayLike } from './finite.js';

/** Rows of pixels, `[H, W]` gray or `[H, W, C]` with 1 (gray), 3 (red, green, blue) or 4 channels (and opacity). */
export type NestedImage = ArrayLike<ArrayLike<number>> | ArrayLike<ArrayLike<ArrayLike<number>>>;

/** Pixels in one flat array, row by row, with their shape. */
export interface FlatImage {
  readonly data: ArrayLike<number>;
  readonly shape:
    | readonly [height: number, width: number]
    | readonly [height: number, width: number, channels: number];
}

/** Values in one flat array with their shape, as data sets of `@neurona/datasets` hold them. */
export interface ShapedValues {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** An image of any form. */
export type Image = NestedImage | FlatImage | ShapedValues;

/** @internal An image read and checked. */
export interface Pixels {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array;
}

/** @internal How values are converted to bytes. */
export interface PixelRange {
  readonly range: readonly [number, number];
  /** Whether to clip values outside of the range; otherwise they are an error. */
  readonly clip: boolean;
}

/** @internal Converts an image with values in `range` to bytes. */
export function readPixels(
  subject: string,
  name: string,
  image: unknown,
  { range: [low, high], clip }: PixelRange,
): Pixels {
  const { values, shape } = isFlat(image) ? readFlat(subject, name, image) : readNested(subject, name, image);
  const [height, width, channels = 1] = shape as [number, number, number?];
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    const hint = 'Draw each channel as an image of its own.';
    throw rangeError(subject, { expected: '1, 3 or 4 channels', received: channels, where: name, hint });
  }
  const data = Uint8Array.from(values, (value, index) => {
    const isWithin =
      typeof value === 'number' && (clip ? !Number.isNaN(value) : value >= low && value <= high);
    if (!isWithin) {
      const hint = 'Scale the image, give its range, or clip it with { clip: true }.';
      const where = `${name}, pixel ${Math.floor(index / channels / width)}, ${Math.floor(index / channels) % width}`;
      throw rangeError(subject, { expected: `values from ${low} to ${high}`, received: value, where, hint });
    }
    return Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low))));
  });
  return { height, width, channels, data };
}

/** @internal The images `[H, W, C]` of a batch `[N, H, W, C]` in one flat array; undefined if it is something else. */
export function imagesOfBatch(batch: unknown): FlatImage[] | undefined {
  if (!isFlat(batch) || batch.shape.length !== 4) return undefined;
  const [count, ...shape] = batch.shape as readonly [number, number, number, number];
  const values = 'data' in batch ? batch.data : batch.values;
  const size = shape.reduce((product, axis) => product * axis, 1);
  return Array.from({ length: count }, (_, i) => ({
    data: Array.prototype.slice.call(values, i * size, (i + 1) * size),
    shape,
  }));
}

/** @internal Encodes pixels as a PNG in a data URI. */
export function pngDataUri({ width, height, channels, data }: Pixels): string {
  const png = encode({ width, height, channels, data, depth: 8 });
  let bytes = '';
  for (const byte of png) bytes += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(bytes)}`;
}

const isFlat = (image: unknown): image is FlatImage | ShapedValues =>
  typeof image === 'object' && image !== null && ('data' in image || 'values' in image) && 'shape' in image;

interface Values {
  readonly values: ArrayLike<unknown>;
  readonly shape: readonly number[];
}

function readFlat(subject: string, name: string, image: FlatImage | ShapedValues): Values {
  const { shape } = image;
  const data = 'data' in image ? image.data : image.values;
  if (!isArrayLike(data))
    throw typeError(subject, { expected: 'an array of numbers', received: data, where: `${name}.data` });
  const isShape = Array.isArray(shape) && (shape.length === 2 || shape.length === 3);
  if (!isShape || !shape.every((size) => Number.isSafeInteger(size) && size > 0)) {
    throw rangeError(subject, {
      expected: 'a shape [H, W] or [H, W, C]',
      received: shape,
      where: `${name}.shape`,
    });
  }
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (size !== data.length) {
    const where = `${name}, shape [${shape.join(', ')}]`;
    throw rangeError(subject, { expected: `${size} values`, received: data.length, where });
  }
  return { values: data, shape };
}

function readNested(subject: string, name: string, image: unknown): Values {
  const shape: number[] = [];
  for (let part = image; isArrayLike(part); part = part[0]) shape.push(part.length);
  if ((shape.length !== 2 && shape.length !== 3) || shape.includes(0)) {
    const received = shape.length === 0 ? image : `shape [${shape.join(', ')}]`;
    const hint = 'Take one image out of a batch.';
    throw rangeError(subject, { expected: 'an image [H, W] or [H, W, C]', received, where: name, hint });
  }
  const values: unknown[] = [];
  const walk = (part: unknown, axis: number, place: string): void => {
    if (axis === shape.length) {
      values.push(part);
      return;
    }
    const length = isArrayLike(part) ? part.length : 0;
    if (length !== shape[axis]) {
      throw rangeError(subject, {
        expected: `${shape[axis]} values in ${place}`,
        received: length,
        where: 'a ragged image',
      });
    }
    Array.from(part as ArrayLike<unknown>).forEach((child, index) => {
      walk(child, axis + 1, `${place}[${index}]`);
    });
  };
  walk(image, 0, name);
  return { values, shape };
}
