/** A piece of a contour, in cells of the grid: from (x1, y1) to (x2, y2). */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Where a field on a grid passes through a level: marching squares with straight pieces.
 * @param values - `size · size` values, row by row.
 * @param size - Points on a side.
 * @param level - The value that is looked for, default 0.
 */
export function contour(values: ArrayLike<number>, size: number, level = 0): Segment[] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const i = row * size + column;
      const corners = [values[i]!, values[i + 1]!, values[i + size + 1]!, values[i + size]!].map(
        (v) => v - level,
      );
      const cuts: [number, number][] = [];
      for (let side = 0; side < 4; side++) {
        const from = corners[side]!;
        const to = corners[(side + 1) % 4]!;
        if (from < 0 === to < 0) continue;
        const t = from / (from - to);
        const [x, y] = [
          [t, 0],
          [1, t],
          [1 - t, 1],
          [0, 1 - t],
        ][side]!;
        cuts.push([column + x!, row + y!]);
      }
      for (let k = 0; k + 1 < cuts.length; k += 2) {
        segments.push([...cuts[k]!, ...cuts[k + 1]!]);
      }
    }
  }
  return segments;
}
