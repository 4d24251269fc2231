// internal: images under an affine map
import type { ImageFill, Interpolation } from './image-transform.js';
import { blank, fillOf, type Picture, roundHalfEven } from './picture.js';

/** Rotation, shift, zoom and shear. Angles are in degrees, clockwise; pairs are `[x, y]`. */
export interface AffineParts {
  readonly degrees: number;
  /** Pixels to the right and down. */
  readonly translate: readonly [x: number, y: number];
  readonly scale: number;
  /** Angles by which the axes lean. */
  readonly shear: readonly [x: number, y: number];
}

/** Where a place of the result comes from: x' = a x + b y + c, y' = d x + e y + f, both from the middle of their image. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * The inverse of T · C · R · S · K · C⁻¹ with shift T, middle C, rotation R, scale S and shear K.
 * @param center - The point that stays, from the middle of the image.
 */
export function inverseAffine(parts: AffineParts, center: readonly [x: number, y: number]): Matrix {
  const { scale, translate } = parts;
  const angle = radians(parts.degrees);
  const [sx, sy] = [radians(parts.shear[0]), radians(parts.shear[1])];
  const a = Math.cos(angle - sy) / Math.cos(sy);
  const b = (-Math.cos(angle - sy) * Math.tan(sx)) / Math.cos(sy) - Math.sin(angle);
  const c = Math.sin(angle - sy) / Math.cos(sy);
  const d = (-Math.sin(angle - sy) * Math.tan(sx)) / Math.cos(sy) + Math.cos(angle);
  const [m0, m1, m3, m4] = [d / scale, -b / scale, -c / scale, a / scale];
  const x = center[0] + translate[0];
  const y = center[1] + translate[1];
  return [m0, m1, center[0] - m0 * x - m1 * y, m3, m4, center[1] - m3 * x - m4 * y];
}

/** Height and width of what holds a whole turned image, in whole pixels of the image's own grid, as torchvision has it. */
export function turnedSize({ height, width }: Picture, degrees: number): [height: number, width: number] {
  if (degrees % 90 === 0) return degrees % 180 === 0 ? [height, width] : [width, height]; // pixel for pixel, as Pillow
  const cos = Math.abs(Math.cos(radians(degrees)));
  const sin = Math.abs(Math.sin(radians(degrees)));
  const whole = (size: number, length: number): number => {
    const exact = (x: number): number => Math.trunc(x * 1e4) / 1e4; // a rounding error is no pixel
    return Math.ceil(exact((size + length) / 2)) - Math.floor(exact((size - length) / 2));
  };
  return [whole(height, sin * width + cos * height), whole(width, cos * width + sin * height)];
}

/** An image whose pixels come from where a matrix says; what comes from outside is the fill. */
export function warp(
  subject: string,
  picture: Picture,
  matrix: Matrix,
  [height, width]: readonly [number, number],
  { interpolation, fill }: { readonly interpolation: Interpolation; readonly fill: ImageFill },
): Picture {
  const fills = fillOf(subject, fill, picture.channels);
  const out = blank(height, width, picture.channels);
  const take = interpolation === 'nearest' ? takeNearest : takeBilinear;
  const [a, b, c, d, e, f] = matrix;
  const middleX = picture.width / 2 - 0.5;
  const middleY = picture.height / 2 - 0.5;
  let at = 0;
  for (let row = 0; row < height; row++) {
    const y = row - height / 2 + 0.5;
    for (let column = 0; column < width; column++, at += picture.channels) {
      const x = column - width / 2 + 0.5;
      take(picture, a * x + b * y + c + middleX, d * x + e * y + f + middleY, out.values, at, fills);
    }
  }
  return out;
}

function takeNearest(
  { values, height, width, channels }: Picture,
  x: number,
  y: number,
  out: Float32Array,
  at: number,
  fills: readonly number[],
): void {
  const column = roundHalfEven(x);
  const row = roundHalfEven(y);
  const isInside = column >= 0 && column < width && row >= 0 && row < height;
  const from = (row * width + column) * channels;
  for (let c = 0; c < channels; c++) out[at + c] = isInside ? values[from + c]! : fills[c]!;
}

function takeBilinear(
  { values, height, width, channels }: Picture,
  x: number,
  y: number,
  out: Float32Array,
  at: number,
  fills: readonly number[],
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left; // the share of the right column
  const below = y - top;
  // shares of the four neighbours, 0 for those outside
  const hasLeft = left >= 0 && left < width;
  const hasRight = left >= -1 && left < width - 1;
  const hasTop = top >= 0 && top < height;
  const hasBelow = top >= -1 && top < height - 1;
  const w00 = hasTop && hasLeft ? (1 - below) * (1 - right) : 0;
  const w01 = hasTop && hasRight ? (1 - below) * right : 0;
  const w10 = hasBelow && hasLeft ? below * (1 - right) : 0;
  const w11 = hasBelow && hasRight ? below * right : 0;
  const outside = 1 - w00 - w01 - w10 - w11;
  const from = (top * width + left) * channels;
  const next = from + width * channels;
  for (let c = 0; c < channels; c++) {
    let sum = outside * fills[c]!;
    if (w00 > 0) sum += w00 * values[from + c]!;
    if (w01 > 0) sum += w01 * values[from + channels + c]!;
    if (w10 > 0) sum += w10 * values[next + c]!;
    if (w11 > 0) sum += w11 * values[next + channels + c]!;
    out[at + c] = sum;
  }
}
