import { cssColor } from '../theme/theme.js';

/** What a network answers everywhere: −1 (class 0) to 1 (class 1) on a grid, the first row at the least y. */
export interface PlaneField {
  readonly values: ArrayLike<number>;
  /** Points on a side. */
  readonly size: number;
}

/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** A colour of the theme, written as `#rrggbb`. */
export function rgb(name: string): Color {
  const color = Number.parseInt(cssColor(name).slice(1, 7), 16);
  return [(color >> 16) & 255, (color >> 8) & 255, color & 255];
}

/** Pixels of a field, the first row at the bottom: from the middle colour to one of the ends, by how far from 0 a value is. */
export function paintField(
  { values, size }: PlaneField,
  [low, middle, high]: readonly [Color, Color, Color],
  shade: (size: number) => number,
): ImageData {
  const image = new ImageData(size, size);
  const { data } = image;
  for (let i = 0; i < size * size; i++) {
    const value = values[i] ?? 0;
    const end = value < 0 ? low : high;
    const share = shade(Math.min(Math.abs(value), 1));
    const at = 4 * ((size - 1 - Math.floor(i / size)) * size + (i % size));
    data[at] = middle[0] + share * (end[0] - middle[0]);
    data[at + 1] = middle[1] + share * (end[1] - middle[1]);
    data[at + 2] = middle[2] + share * (end[2] - middle[2]);
    data[at + 3] = 255;
  }
  return image;
}

/** Draws the regions on a canvas as small as the field: the page stretches it, which costs nothing. */
export function drawField(canvas: HTMLCanvasElement, field: PlaneField): void {
  const { size } = field;
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const colors = [rgb('--region-a'), rgb('--region-mid'), rgb('--region-b')] as const;
  canvas.getContext('2d')?.putImageData(
    paintField(field, colors, (share) => share ** 0.75),
    0,
    0,
  );
}

/** A field on its way from one to another; the new one where they are not alike. */
export function between(from: PlaneField, to: PlaneField, share: number): PlaneField {
  if (share >= 1 || from.size !== to.size) return to;
  return {
    size: to.size,
    values: Float32Array.from(
      { length: to.size ** 2 },
      (_, i) => from.values[i]! + share * (to.values[i]! - from.values[i]!),
    ),
  };
}
