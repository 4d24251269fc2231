// internal: how text is printed
import pico from 'picocolors';

/** Colours for what is printed on a terminal; none where it goes elsewhere, or `NO_COLOR` is set. */
export const style = pico.createColors(process.stdout.isTTY === true && !process.env.NO_COLOR);

/** Rows with their columns aligned; numbers to the right. The columns' names are the first row. */
export function textTable(
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, j) => Math.max(...cells.map((row) => (row[j] ?? '').length)));
  const isNumeric = columns.map((_, j) => rows.length > 0 && rows.every((row) => typeof row[j] === 'number'));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, j) => (isNumeric[j] ? cell.padStart(widths[j]!) : cell.padEnd(widths[j]!)))
      .join('  ')
      .trimEnd();
  return cells.map((row, i) => (i === 0 ? style.bold(line(row)) : line(row))).join('\n');
}
