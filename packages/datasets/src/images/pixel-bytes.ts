// internal: images as integers, as files and screens have them
import { ArgumentError, DTypeError, describeShape, ShapeError } from '@neurona/backend';
import { checkHostArray, type HostArray, hostArray } from '../host-array.js';
import type { PixelOptions } from './pixel-options.js';

/** Pixels row by row, the numbers of a pixel beside each other: grey, grey and alpha, RGB, or RGB and alpha. */
export interface PixelBytes {
  /** From 0 to 255, or to 65535. */
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Shares of red, green and blue in grey as Pillow has them; they sum to 1, so that white stays white. */
const RED = 0.299;
const GREEN = 0.587;
const BLUE = 0.114;

/** Bytes as an image in [0, 1]. */
export function imageOfBytes(subject: string, pixels: PixelBytes, options: PixelOptions): HostArray {
  const { channels = 3, background = 1 } = options;
  checkPixelOptions(subject, options);
  const { data, width, height, channels: from } = pixels;
  const most = data instanceof Uint16Array ? 65_535 : 255;
  const values = new Float32Array(width * height * channels);
  if (from === channels) {
    for (let i = 0; i < values.length; i++) values[i] = data[i]! / most;
    return hostArray(values, [height, width, channels]);
  }
  const isColor = from >= 3;
  const hasAlpha = from === 2 || from === 4;
  for (let i = 0, at = 0; at < values.length; i += from, at += channels) {
    let red = data[i]!;
    let green = isColor ? data[i + 1]! : red;
    let blue = isColor ? data[i + 2]! : red;
    const alpha = hasAlpha ? data[i + from - 1]! : most;
    if (channels !== 4 && alpha < most) {
      const rest = (most - alpha) * background;
      red = (red * alpha) / most + rest;
      green = (green * alpha) / most + rest;
      blue = (blue * alpha) / most + rest;
    }
    if (channels === 1) {
      values[at] = (red === green && green === blue ? red : RED * red + GREEN * green + BLUE * blue) / most;
      continue;
    }
    values[at] = red / most;
    values[at + 1] = green / most;
    values[at + 2] = blue / most;
    if (channels === 4) values[at + 3] = alpha / most;
  }
  return hostArray(values, [height, width, channels]);
}

/** Which bytes an image becomes. */
interface ByteForm {
  /** Whether they are RGB and alpha whatever the image has, as screens want it. */
  readonly screen?: boolean;
  /** Whether white stands behind what is transparent, so that nothing is any more. */
  readonly opaque?: boolean;
}

/** An image as bytes; values beyond [0, 1] become the nearest within. */
export function bytesOfImage(
  subject: string,
  image: HostArray,
  { screen = false, opaque = false }: ByteForm = {},
): PixelBytes & { readonly data: Uint8ClampedArray<ArrayBuffer> } {
  checkImage(subject, image);
  const [height = 0, width = 0, from = 0] = image.shape;
  const channels = screen ? 4 : from === 4 && opaque ? 3 : from;
  const colors = channels === 1 ? 1 : 3;
  const { values } = image;
  const data = new Uint8ClampedArray(width * height * channels); // rounds and clamps
  for (let i = 0, at = 0; at < data.length; i += from, at += channels) {
    const alpha = from === 4 ? values[i + 3]! : 1;
    for (let c = 0; c < colors; c++) {
      const value = values[from === 1 ? i : i + c]!;
      data[at + c] = 255 * (opaque ? value * alpha + 1 - alpha : value);
    }
    if (channels === 4) data[at + 3] = 255 * (opaque ? 1 : alpha);
  }
  return { data, width, height, channels };
}

function checkImage(subject: string, image: HostArray): void {
  const { shape, dtype } = checkHostArray(subject, image);
  if (dtype !== 'float32') {
    throw new DTypeError(subject, {
      expected: 'an image of float32 in [0, 1]',
      received: dtype,
      hint: 'Divide bytes by 255.',
    });
  }
  const isImage = shape.length === 3 && shape.every((size) => size >= 1) && [1, 3, 4].includes(shape[2]!);
  if (isImage) return;
  throw new ShapeError(subject, {
    expected: 'one image [H, W, C] with 1, 3 or 4 channels',
    received: describeShape(shape),
  });
}

/** Refuses numbers of channels that no image has. */
export function checkPixelOptions(subject: string, { channels = 3, background = 1 }: PixelOptions): void {
  if (![1, 3, 4].includes(channels))
    throw new ArgumentError(subject, { expected: '1, 3 or 4 channels', received: channels });
  if (!(background >= 0 && background <= 1))
    throw new ArgumentError(subject, { expected: 'a background from 0 to 1', received: background });
}
