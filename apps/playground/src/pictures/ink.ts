import type { Strokes } from '../ui/draw-pad.js';

/**
 * How much ink there is at each pixel of a square sheet, as a round pen leaves it, without a canvas.
 * @param side - Height and width in pixels.
 * @param pen - Width of a stroke, as a share of the side.
 * @returns Values from 0 (paper) to 1 (ink), row by row.
 */
export function inkOn(strokes: Strokes, side: number, pen: number): Float32Array {
  const ink = new Float32Array(side * side);
  const reach = pen / 2;
  for (const points of strokes) {
    for (const [i, to] of points.entries()) {
      const from = points[Math.max(i - 1, 0)]!;
      mark(ink, side, from, to, reach);
    }
  }
  return ink;
}

type Point = readonly [x: number, y: number];

/** One straight piece of a stroke. */
function mark(ink: Float32Array, side: number, [ax, ay]: Point, [bx, by]: Point, reach: number): void {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const span = (a: number, b: number): readonly [number, number] => [
    Math.max(Math.floor((Math.min(a, b) - reach) * side - 1), 0),
    Math.min(Math.ceil((Math.max(a, b) + reach) * side + 1), side - 1),
  ];
  const [left, right] = span(ax, bx);
  const [top, bottom] = span(ay, by);
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [x, y] = [(column + 0.5) / side - ax, (row + 0.5) / side - ay];
      const t = square === 0 ? 0 : Math.min(Math.max((x * dx + y * dy) / square, 0), 1);
      const distance = Math.hypot(x - t * dx, y - t * dy);
      const share = Math.min(Math.max((reach - distance) * side + 0.5, 0), 1);
      const at = row * side + column;
      ink[at] = Math.max(ink[at]!, share);
    }
  }
}
