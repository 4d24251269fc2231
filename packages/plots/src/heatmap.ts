import * as Plot from '@observablehq/plot';
import { short } from './class-points.js';
import { rangeError, typeError } from './errors.js';
import { finiteNumbers, isArrayLike, wholeNumber } from './finite.js';
import { checkOptions, type OptionNames } from './options.js';
import { drawPicture, fontSize } from './svg.js';
import { shorten, textWidth } from './text-width.js';
import { tones } from './theme.js';

export interface PlotHeatmapOptions {
  /** Heading of the picture, default 'Heat map'. */
  readonly title?: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
  /** Names of the rows, default none. */
  readonly rows?: readonly (string | number)[];
  /** Names of the columns, default none. */
  readonly columns?: readonly (string | number)[];
  /** Label of the x axis: what the columns are, default none. */
  readonly xLabel?: string;
  /** Label of the y axis: what the rows are, default none. */
  readonly yLabel?: string;
  /** Absolute value drawn in full colour, default the largest in the matrix. */
  readonly limit?: number;
  /** Width and height of a cell in pixels, default 6 to 40 so that the matrix is about 400 pixels wide. */
  readonly cellSize?: number;
}

const plotHeatmapOptions: OptionNames<PlotHeatmapOptions> = {
  title: true,
  subtitle: true,
  rows: true,
  columns: true,
  xLabel: true,
  yLabel: true,
  limit: true,
  cellSize: true,
};

const subject = 'plotHeatmap';
const labelWidth = 120; // longer names are cut

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/**
 * Draws a matrix as colours, as SVG: attention weights, correlations, a weight matrix. Positive values are blue, negative
 * ones orange; the strength of the colour shows the absolute value.
 *
 * Shape: matrix `[rows, columns]`.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if the matrix is empty or ragged, has a value that isn't finite, or the names don't fit.
 * @throws TypeError if the matrix isn't an array of arrays of numbers.
 * @example
 * const svg = plotHeatmap([[0.9, 0.1], [0.2, 0.8]], { rows: ['mil', 'dos'], columns: ['1', '2'] });
 * svg.includes('mil, 1: 0.9'); // => true
 */
export function plotHeatmap(matrix: ArrayLike<ArrayLike<number>>, options: PlotHeatmapOptions = {}): string {
  checkOptions(subject, options, plotHeatmapOptions);
  const values = readMatrix(matrix);
  const [height, width] = [values.length, values[0]!.length];
  const rows = readNames('rows', options.rows, height);
  const columns = readNames('columns', options.columns, width);
  const cells = values.flatMap((row, i) => row.map((value, j): Cell => ({ row: i, column: j, value })));
  const largest = cells.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
  const limit = options.limit ?? (largest || 1);
  if (!(limit > 0)) throw rangeError(subject, { expected: 'limit > 0', received: limit });

  const cellSize = wholeNumber(
    subject,
    'cellSize',
    options.cellSize ?? Math.max(6, Math.min(40, Math.round(400 / Math.max(width, height)))),
    2,
  );
  const widest = (names: readonly string[] | undefined): number =>
    Math.ceil(
      Math.max(0, ...(names ?? []).map((name) => textWidth(shorten(name, labelWidth, fontSize), fontSize))),
    );
  const isUpright = widest(columns) <= cellSize - 4;
  const marginLeft = 12 + widest(rows) + (options.yLabel ? 24 : 0);
  const marginBottom =
    12 + (columns ? (isUpright ? fontSize : widest(columns)) : 0) + (options.xLabel ? 24 : 0);
  const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
  const axis = { tickSize: 0, fill: tones.ink.light, labelArrow: 'none', labelAnchor: 'center' } as const;
  const text = (names: readonly string[] | undefined) => (i: number) =>
    names ? shorten(names[i]!, labelWidth, Math.min(fontSize, cellSize)) : '';
  const shaded = (kept: (value: number) => boolean, fill: string) =>
    Plot.cell(
      cells.filter(({ value }) => kept(value)),
      {
        x: 'column',
        y: 'row',
        inset: cellSize < 12 ? 0 : 0.5,
        fill,
        fillOpacity: ({ value }: Cell) => Math.min(1, Math.abs(value) / limit),
        title: ({ row, column, value }: Cell) =>
          `${rows?.[row] ?? row}, ${columns?.[column] ?? column}: ${short(value)}`,
      },
    );
  const plot = {
    width: marginLeft + width * cellSize + 8,
    height: height * cellSize + marginBottom + 4,
    marginLeft,
    marginRight: 8,
    marginTop: 4,
    marginBottom,
    x: { domain: range(width), type: 'band' as const, padding: 0, label: null },
    y: { domain: range(height), type: 'band' as const, padding: 0, label: null },
    opacity: { type: 'identity' as const },
    marks: [
      Plot.cell(cells, { x: 'column', y: 'row', inset: cellSize < 12 ? 0 : 0.5, fill: tones.cell.light }),
      shaded((value) => value > 0, tones.heat.light),
      shaded((value) => value < 0, tones.cold.light),
      Plot.axisX({
        ...axis,
        tickFormat: text(columns),
        fontSize: Math.min(fontSize, Math.max(6, cellSize)),
        tickRotate: isUpright ? 0 : -90,
        label: options.xLabel ?? null,
        labelOffset: marginBottom - 4,
      }),
      Plot.axisY({
        ...axis,
        tickFormat: text(rows),
        fontSize: Math.min(fontSize, Math.max(6, cellSize)),
        label: options.yLabel ?? null,
        labelOffset: marginLeft - 4,
      }),
    ],
  };
  const top = cells.reduce((best, cell) => (cell.value > best.value ? cell : best));
  const place = `${rows?.[top.row] ?? `row ${top.row}`}, ${columns?.[top.column] ?? `column ${top.column}`}`;
  return drawPicture({
    title: options.title ?? 'Heat map',
    subtitle: options.subtitle,
    description: `${height} rows and ${width} columns; the largest value is ${short(top.value)} (${place}).`,
    panels: [{ x: 0, y: 0, plot }],
  });
}

function readMatrix(matrix: unknown): number[][] {
  if (!isArrayLike(matrix)) throw typeError(subject, { expected: 'an array of rows', received: matrix });
  const rows = Array.from(matrix, (row, i) => finiteNumbers(subject, `matrix[${i}]`, row));
  if (rows.length === 0) throw rangeError(subject, { expected: 'at least one row', received: 'none' });
  rows.forEach((row, i) => {
    if (row.length === rows[0]!.length) return;
    throw rangeError(subject, {
      expected: `${rows[0]!.length} values per row`,
      received: row.length,
      where: `matrix[${i}]`,
    });
  });
  return rows;
}

function readNames(
  name: string,
  names: readonly (string | number)[] | undefined,
  count: number,
): string[] | undefined {
  if (names === undefined || names.length === count) return names?.map(String);
  throw rangeError(subject, { expected: `${count} names`, received: names.length, where: name });
}
