/** A point and its class. */
export interface ClassedPoint {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
}

/** Points of a file, or why there are none: the line that is none, `0` where there is no point at all. */
export type ReadPoints = { readonly points: readonly ClassedPoint[] } | { readonly wrongLine: number };

/**
 * Points of a CSV file: x, y and class in each line, with comma, semicolon or tab, after a line of names or without. Classes are
 * 0 and 1, or two words. Points that reach out of the plane are moved and scaled until all of them fit.
 * @param range - The part of the plane that is shown, along both axes.
 * @param most - Points after the first so many are left out.
 */
export function readCsv(text: string, range: readonly [number, number], most: number): ReadPoints {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const rows: [x: number, y: number, name: string][] = [];
  for (const [i, line] of lines.entries()) {
    if (line === '') continue;
    const separator = ['\t', ';', ','].find((sign) => line.includes(sign)) ?? ',';
    const [x, y, name] = line.split(separator).map((part) => part.trim());
    const place = [x, y].map((part) =>
      part ? Number(separator === ',' ? part : part.replace(',', '.')) : Number.NaN,
    );
    const isRow = place.every(Number.isFinite) && name;
    if (isRow) rows.push([place[0]!, place[1]!, name]);
    else if (i > 0) return { wrongLine: i + 1 };
  }
  const names = [...new Set(rows.map(([, , name]) => name))].sort();
  if (rows.length === 0) return { wrongLine: 0 };
  if (names.length > 2) return { wrongLine: lines.findIndex((line) => line.endsWith(names[2]!)) + 1 };
  const isOne = names.length === 1 ? names[0] === '1' : undefined;
  const fit = fitting(rows, range);
  return {
    points: rows.slice(0, most).map(([x, y, name]) => {
      const [fitX, fitY] = fit(x, y);
      return { x: fitX, y: fitY, label: Number(isOne ?? name === names[1]) as 0 | 1 };
    }),
  };
}

/** Leaves points that fit where they are; else their box is scaled to nine tenths of the plane. */
function fitting(
  rows: readonly (readonly [number, number, string])[],
  [low, high]: readonly [number, number],
): (x: number, y: number) => [number, number] {
  const bounds = [0, 1].map((axis) => {
    const values = rows.map((row) => row[axis] as number);
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))] as const;
  });
  if (bounds.every(([least, most]) => least >= low && most <= high)) return (x, y) => [x, y];
  const place = (value: number, axis: number) => {
    const [least, most] = bounds[axis]!;
    return (low + high) / 2 + ((value - (least + most) / 2) / (most - least || 1)) * 0.9 * (high - low);
  };
  return (x, y) => [place(x, 0), place(y, 1)];
}
