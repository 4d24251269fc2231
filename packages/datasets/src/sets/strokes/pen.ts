// internal
import type { Line } from './curve.js';

/** What a pen is like; lengths are in pixels. */
export interface Pen {
  /** Half of the stroke's width at a place from 0, its start, to 1, its end. */
  readonly radius: (place: number) => number;
  /** How far ink runs out at the edge. */
  readonly softness: number;
  /** How dark the ink is, up to 1. */
  readonly ink: number;
}

/** Draws a polyline into a square picture of ink, which is 0 where there is none; what is darker already stays. */
export function drawLine(
  picture: Float32Array,
  size: number,
  line: Line,
  { radius, softness, ink }: Pen,
): void {
  for (let i = 0; i < line.length - 1; i++) {
    const [x0, y0] = line[i]!;
    const [x1, y1] = line[i + 1]!;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const lengthSquared = dx * dx + dy * dy;
    const [radius0, radius1] = [radius(i / line.length), radius((i + 1) / line.length)];
    const reach = Math.max(radius0, radius1) + softness;
    const [left, right] = pixels(Math.min(x0, x1) - reach, Math.max(x0, x1) + reach, size);
    const [top, bottom] = pixels(Math.min(y0, y1) - reach, Math.max(y0, y1) + reach, size);
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const px = column + 0.5 - x0; // from the line's start to the pixel's middle
        const py = row + 0.5 - y0;
        const share = lengthSquared === 0 ? 0 : Math.min(Math.max((px * dx + py * dy) / lengthSquared, 0), 1);
        const distance = Math.sqrt((px - share * dx) ** 2 + (py - share * dy) ** 2);
        const edge = radius0 + share * (radius1 - radius0) + softness - distance;
        const value = ink * Math.min(Math.max(edge / (2 * softness), 0), 1);
        const at = row * size + column;
        if (value > picture[at]!) picture[at] = value;
      }
    }
  }
}

const pixels = (low: number, high: number, size: number): [first: number, last: number] => [
  Math.max(0, Math.floor(low)),
  Math.min(size - 1, Math.ceil(high)),
];
