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

/** Text of a file that isn't trusted, for a terminal: without control characters, which could move the cursor or worse. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '\u{fffd}');

/** What a model wrote: on a terminal without control characters other than ends of lines and tabs, elsewhere as it is. */
export const written = (text: string, isTerminal = process.stdout.isTTY === true): string =>
  isTerminal ? text.replace(/(?!\r?\n|\t)\p{Cc}/gu, '\u{fffd}') : text;

/** A size in words: `1.2 MB`. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
