// internal
import type { PenPoint } from './prototypes.js';

/** A polyline. */
export type Line = readonly (readonly [x: number, y: number])[];

/** Pieces of a curve between two of the points that it goes through. */
const steps = 8;

/** A smooth way through points, but for its corners: Catmull and Rom's spline as a polyline. */
export function smoothLine(points: readonly PenPoint[]): Line {
  const line: [number, number][] = [];
  let start = 0;
  for (let end = 1; end < points.length; end++) {
    if (points[end]![2] !== 'corner' && end < points.length - 1) continue;
    line.push(...spline(points.slice(start, end + 1)));
    start = end;
  }
  const [x, y] = points.at(-1)!;
  line.push([x, y]);
  return line;
}

/** The curve through points, without its last one. */
function spline(points: readonly PenPoint[]): [number, number][] {
  const at = (i: number): PenPoint => points[Math.min(Math.max(i, 0), points.length - 1)]!;
  const line: [number, number][] = [];
  for (let i = 0; i < points.length - 1; i++) {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      line.push([
        between(before[0], from[0], to[0], after[0], t),
        between(before[1], from[1], to[1], after[1], t),
      ]);
    }
  }
  return line;
}

/** p(t) = ½ (2b + (c − a) t + (2a − 5b + 4c − d) t² + (3b − a − 3c + d) t³) */
const between = (a: number, b: number, c: number, d: number, t: number): number =>
  0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3);
