import type { Color } from '../plane/draw-field.js';

/** Values as pixels: from the middle colour to one of the ends, by their share of the largest. */
export function paintValues(
  { data }: ImageData,
  values: ArrayLike<number>,
  most: number,
  [low, middle, high]: readonly [Color, Color, Color],
): void {
  for (let i = 0; i < data.length / 4; i++) {
    const share = Math.max(-1, Math.min(1, values[i]! / most));
    const end = share < 0 ? low : high;
    for (let c = 0; c < 3; c++) data[4 * i + c] = middle[c]! + (end[c]! - middle[c]!) * Math.abs(share);
    data[4 * i + 3] = 255;
  }
}

/** The largest absolute value; 1 where all are 0. */
export function largestOfAll(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most || 1;
}
