import { digits, fetchBatch } from '@neurona/datasets';
import type { Picture } from './picture.js';
import type { PictureName } from './sources.js';

/** Red, green and blue from 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number];

/** The colour at a place, 0 to 1 across and down. */
export type Shade = (x: number, y: number) => Color;

const samples = 3; // along each side of a pixel
const white: Color = [1, 1, 1];
const black: Color = [0, 0, 0];
const shownDigit = 8; // of the shipped digits: one whose strokes are clear
const margin = 0.1; // around it

/** Draws one of the page's own pictures. */
export async function drawPicture(name: PictureName, size: number): Promise<Picture> {
  if (name === 'digit') return sampled(await digitShade(), size);
  return sampled(name === 'rings' ? ringsShade(size) : shades[name], size);
}

/** A square picture of the mean colours of its pixels. */
export function sampled(shade: Shade, size: number): Picture {
  const values = new Float32Array(3 * size * size);
  const fine = size * samples;
  for (let row = 0; row < fine; row++) {
    for (let column = 0; column < fine; column++) {
      const color = shade((column + 0.5) / fine, (row + 0.5) / fine);
      const at = 3 * (Math.floor(row / samples) * size + Math.floor(column / samples));
      for (let c = 0; c < 3; c++) values[at + c]! += color[c]! / samples ** 2;
    }
  }
  return { width: size, height: size, channels: 3, values };
}

/** A colour between two. */
export const mix = (a: Color, b: Color, t: number): Color => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** Distance to the nearest point of a line between two points. */
function toLine(x: number, y: number, [ax, ay, bx, by]: readonly [number, number, number, number]): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0), 1);
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** Whether a place is below the sides of a mountain. */
const isMountain = (x: number, y: number, peak: number, top: number, slope: number): boolean =>
  y > top + Math.abs(x - peak) * slope;

/** A house under mountains. */
function scene(x: number, y: number): Color {
  const onGround = y > 0.72 + 0.03 * Math.sin(7 * x);
  if (x > 0.14 && x < 0.42 && y > 0.58 && y < 0.82) {
    if (x > 0.19 && x < 0.26 && y > 0.64 && y < 0.71) return [1, 0.92, 0.55];
    if (x > 0.31 && x < 0.38 && y > 0.66) return [0.36, 0.2, 0.12];
    return [0.95, 0.89, 0.78];
  }
  if (y <= 0.58 && y > 0.42 + Math.abs(x - 0.28) * 0.85 && y > 0.42) return [0.72, 0.22, 0.15];
  if (Math.hypot(x - 0.74, (y - 0.6) * 0.85) < 0.115) return [0.16, 0.42, 0.24];
  if (Math.abs(x - 0.74) < 0.018 && y > 0.6 && y < 0.83) return [0.33, 0.22, 0.14];
  if (onGround) return mix([0.45, 0.66, 0.3], [0.25, 0.45, 0.2], (y - 0.7) / 0.3);
  if (isMountain(x, y, 0.6, 0.24, 1.15))
    return y < 0.36 + 0.025 * Math.sin(40 * x) ? [0.97, 0.98, 1] : [0.42, 0.46, 0.56];
  if (isMountain(x, y, 0.22, 0.38, 0.9)) return [0.55, 0.6, 0.7];
  if (Math.hypot(x - 0.84, y - 0.17) < 0.085) return [1, 0.84, 0.32];
  return mix([0.38, 0.64, 0.93], [0.86, 0.92, 0.97], y / 0.7);
}

/** Somebody with a hat. */
function face(x: number, y: number): Color {
  const eye = Math.min(Math.hypot(x - 0.38, y - 0.5), Math.hypot(x - 0.62, y - 0.5));
  const inHead = Math.hypot((x - 0.5) / 0.29, (y - 0.56) / 0.35) < 1;
  if (y < 0.34 && y > 0.08 && Math.abs(x - 0.5) < 0.24 - 0.15 * (0.34 - y)) {
    return y > 0.27 ? [0.85, 0.65, 0.2] : [0.2, 0.24, 0.42];
  }
  if (y >= 0.34 && y < 0.39 && Math.abs(x - 0.5) < 0.4) return [0.2, 0.24, 0.42];
  if (inHead) {
    if (eye < 0.024) return black;
    if (eye < 0.058) return white;
    if (Math.hypot((x - 0.5) / 0.035, (y - 0.62) / 0.05) < 1) return [0.82, 0.5, 0.4];
    const mouth = Math.hypot(x - 0.5, (y - 0.66) * 1.15);
    if (mouth > 0.11 && mouth < 0.15 && y > 0.7) return [0.68, 0.16, 0.18];
    return mix([0.98, 0.82, 0.7], [0.83, 0.6, 0.48], (x - 0.2) / 0.6);
  }
  if (y > 0.86 && Math.hypot((x - 0.5) / 0.42, (y - 1.05) / 0.2) < 1) return [0.72, 0.25, 0.22];
  return mix([0.62, 0.78, 0.74], [0.4, 0.58, 0.58], y);
}

const letterLines: readonly (readonly [number, number, number, number])[] = [
  [0.1, 0.78, 0.27, 0.22],
  [0.27, 0.22, 0.44, 0.78],
  [0.165, 0.58, 0.375, 0.58],
  [0.88, 0.42, 0.88, 0.78],
];

/** The letters Aa, black on white. */
function letters(x: number, y: number): Color {
  const bowl = Math.abs(Math.hypot(x - 0.715, y - 0.61) - 0.145);
  const distance = Math.min(bowl, ...letterLines.map((line) => toLine(x, y, line)));
  return distance < 0.038 ? black : white;
}

const board = (x: number, y: number): Color =>
  (Math.floor(4 * x) + Math.floor(4 * y)) % 2 === 0 ? black : white;

const shades: Readonly<Record<Exclude<PictureName, 'digit' | 'rings'>, Shade>> = {
  scene,
  face,
  letters,
  board,
};

/** Rings that become finer outwards, until a pixel of each is dark and the next bright. */
function ringsShade(size: number): Shade {
  return (x, y) => {
    const bright = 0.5 + 0.5 * Math.cos(Math.PI * 0.85 * size * ((x - 0.5) ** 2 + (y - 0.5) ** 2));
    return [bright, bright, bright];
  };
}

/** One of the shipped digits, 8 by 8 pixels, enlarged smoothly. */
async function digitShade(): Promise<Shade> {
  const [images] = await fetchBatch(await digits(), [shownDigit]);
  const pixels = images!.values;
  const pixel = (column: number, row: number): number =>
    column < 0 || row < 0 || column > 7 || row > 7 ? 0 : pixels[8 * row + column]!;
  return (x, y) => {
    const [u, v] = [x, y].map((place) => (8 * (place - margin)) / (1 - 2 * margin) - 0.5) as [number, number];
    const [column, row] = [Math.floor(u), Math.floor(v)];
    const [s, t] = [u - column, v - row];
    const above = pixel(column, row) * (1 - s) + pixel(column + 1, row) * s;
    const below = pixel(column, row + 1) * (1 - s) + pixel(column + 1, row + 1) * s;
    const ink = Math.min(Math.max(2 * (above * (1 - t) + below * t) - 0.5, 0), 1);
    const bright = ink * ink * (3 - 2 * ink); // edges as sharp as a pen's
    return [bright, bright, bright];
  };
}
