import { type Tensor, tensor } from '@neurona/tensor';

/** The middles of the cells of a rectangle of the plane, as points `[rows * columns, 2]`, the lowest row first. */
export interface Grid {
  readonly points: Tensor;
  readonly columns: number;
}

/** Cuts a rectangle of the plane into cells. */
export function gridOf(
  [left, right]: readonly [number, number],
  [low, high]: readonly [number, number],
  columns = 60,
  rows = 60,
): Grid {
  const values = new Float32Array(rows * columns * 2);
  for (let i = 0; i < rows * columns; i++) {
    values[2 * i] = left + (((i % columns) + 0.5) / columns) * (right - left);
    values[2 * i + 1] = low + ((Math.floor(i / columns) + 0.5) / rows) * (high - low);
  }
  return { points: tensor(values, { shape: [rows * columns, 2] }), columns };
}

/** A function of points, row by row of the grid: what `decisionBoundary` draws. */
export async function onGrid({ points, columns }: Grid, f: (points: Tensor) => Tensor): Promise<number[][]> {
  const values = Array.from(await f(points).data(), Number);
  const rows = values.length / columns;
  return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
}
