/** A piece of a contour, in cells of the grid: from (x1, y1) to (x2, y2). */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** Points on the way of a contour, in cells of the grid. */
export type Way = readonly (readonly [x: number, y: number])[];

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
      const [a, b] = [values[i]! - level, values[i + 1]! - level];
      const [c, d] = [values[i + size + 1]! - level, values[i + size]! - level];
      if (a < 0 === b < 0 && b < 0 === c < 0 && c < 0 === d < 0) continue; // as most cells are
      const corners = [a, b, c, d];
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

/** Joins pieces that touch to ways, so that a pen can go round their corners. A closed way ends where it began. */
export function joined(segments: readonly Segment[]): Way[] {
  const ends = new Map<number, number[]>();
  const keyOf = (x: number, y: number) => Math.round(1e4 * x) * 1e8 + Math.round(1e4 * y); // texts would take ten times as long
  for (const [i, [x1, y1, x2, y2]] of segments.entries()) {
    for (const key of [keyOf(x1, y1), keyOf(x2, y2)]) {
      const found = ends.get(key);
      if (found) found.push(i);
      else ends.set(key, [i]);
    }
  }
  const isUsed = new Uint8Array(segments.length);
  /** Goes on from a place until there is no further piece. */
  const follow = (place: readonly [number, number]): [number, number][] => {
    const way: [number, number][] = [];
    let [x, y] = place;
    for (;;) {
      const next = ends.get(keyOf(x, y))?.find((i) => isUsed[i] === 0);
      if (next === undefined) return way;
      isUsed[next] = 1;
      const [x1, y1, x2, y2] = segments[next]!;
      [x, y] = keyOf(x1, y1) === keyOf(x, y) ? [x2, y2] : [x1, y1];
      way.push([x, y]);
    }
  };
  return segments.flatMap(([x1, y1, x2, y2], i) => {
    if (isUsed[i] === 1) return [];
    isUsed[i] = 1;
    const forward = follow([x2, y2]);
    return [[...follow([x1, y1]).reverse(), [x1, y1] as const, [x2, y2] as const, ...forward]];
  });
}
