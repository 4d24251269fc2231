import * as Plot from '@observablehq/plot';
import { rangeError, typeError } from './errors.js';
import { finiteNumbers, isArrayLike, wholeNumber } from './finite.js';
import { checkOptions, type OptionNames } from './options.js';
import { drawPicture, fontSize } from './svg.js';
import { shorten, textWidth } from './text-width.js';
import { tones } from './theme.js';

export interface PlotConfusionMatrixOptions {
  /** Name of each class, in the order of the rows, default `0, 1, 2, …`. */
  readonly labels?: readonly (string | number)[];
  /** Heading of the picture, default 'Confusion matrix'. */
  readonly title?: string;
  /** Line below the heading, default the number of correct predictions. */
  readonly subtitle?: string;
  /** Width and height of a cell in pixels, default 14 to 64 so that the matrix is about 400 pixels wide. */
  readonly cellSize?: number;
}

const plotConfusionMatrixOptions: OptionNames<PlotConfusionMatrixOptions> = {
  labels: true,
  title: true,
  subtitle: true,
  cellSize: true,
};

const subject = 'plotConfusionMatrix';
const labelWidth = 120; // longer class names are cut
const smallestDigits = 7; // below this size numbers are left out; they stay in the tooltips

interface Cell {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
  /** Share of the row, 0 to 1. */
  readonly share: number;
}

/**
 * Draws how often each true class was predicted as each class, as SVG.
 *
 *     share_ij = count_ij / Σ_k count_ik
 *
 * Numbers are counts. The shade is √share, so that a few mistakes in a large class stay visible.
 *
 * Shape: matrix `[classes, classes]`, rows are the true classes, columns the predicted ones.
 * @param matrix - Non-negative counts; fractional weights are allowed.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if the matrix isn't square, has a negative or not finite count, or the number of labels isn't the number of classes.
 * @throws TypeError if the matrix isn't an array of arrays of numbers.
 * @example
 * const svg = plotConfusionMatrix([[9, 1], [2, 8]], { labels: ['cat', 'dog'] });
 * svg.includes('17 of 20 right (85.0 %)'); // => true
 */
export function plotConfusionMatrix(
  matrix: ArrayLike<ArrayLike<number>>,
  options: PlotConfusionMatrixOptions = {},
): string {
  checkOptions(subject, options, plotConfusionMatrixOptions);
  const rows = readMatrix(matrix);
  const labels = readLabels(options.labels, rows.length);
  const classes = labels.map((_, index) => index);
  const cells = classes.flatMap((actual) => readRow(rows[actual] as number[], actual));
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const right = cells.reduce(
    (sum, { count, actual, predicted }) => sum + (actual === predicted ? count : 0),
    0,
  );
  const accuracy =
    total === 0 ? 'nothing counted' : `${print(right)} of ${print(total)} right (${percent(right / total)})`;

  const cellSize = options.cellSize ?? Math.max(14, Math.min(64, Math.round(400 / labels.length)));
  const size = wholeNumber(subject, 'cellSize', cellSize, 4) * labels.length;
  const widest = Math.ceil(
    Math.max(...labels.map((label) => textWidth(shorten(label, labelWidth, fontSize), fontSize))),
  );
  const isUpright = widest <= cellSize - 4;
  const marginLeft = widest + 36;
  const marginBottom = (isUpright ? fontSize : widest) + 36;
  const scale = { domain: classes, label: null, padding: 0 };
  const axis = {
    tickSize: 0,
    tickFormat: (index: number) => shorten(labels[index] as string, labelWidth, fontSize),
    fill: tones.ink.light,
    fontSize: Math.min(fontSize, Math.max(6, cellSize - 2)),
    labelArrow: 'none',
    labelAnchor: 'center',
  } as const;
  const title = ({ actual, predicted, count, share }: Cell) =>
    `true ${labels[actual]}, predicted ${labels[predicted]}: ${print(count)} (${percent(share)} of true ${labels[actual]})`;

  const place = {
    x: 'predicted',
    y: 'actual',
    inset: cellSize < 16 ? 0.5 : 1,
    rx: Math.min(3, cellSize / 10),
  } as const;
  const plot = {
    width: marginLeft + size + 8,
    height: size + marginBottom + 4,
    marginLeft,
    marginRight: 8,
    marginTop: 4,
    marginBottom,
    x: { ...scale, type: 'band' as const },
    y: { ...scale, type: 'band' as const },
    opacity: { type: 'identity' as const },
    marks: [
      Plot.cell(cells, { ...place, fill: tones.cell.light }),
      Plot.cell(
        cells.filter(({ count }) => count > 0),
        { ...place, fill: tones.heat.light, fillOpacity: shade, title },
      ),
      ...counts(cells, cellSize),
      Plot.axisX({
        ...axis,
        tickRotate: isUpright ? 0 : -90,
        label: 'predicted',
        labelOffset: marginBottom - 4,
      }),
      Plot.axisY({ ...axis, label: 'true', labelOffset: marginLeft - 4 }),
    ],
  };
  const subtitle = options.subtitle ?? `${accuracy}; shade: share of the true class`;
  const description = `${labels.length} classes, ${accuracy}. ${describeMistakes(cells, labels)}`;
  return drawPicture({
    title: options.title ?? 'Confusion matrix',
    subtitle,
    description,
    panels: [{ x: 0, y: 0, plot }],
  });
}

function readMatrix(matrix: unknown): number[][] {
  if (!isArrayLike(matrix)) {
    throw typeError(subject, { expected: 'an array of rows', received: matrix, where: 'matrix' });
  }
  if (matrix.length === 0)
    throw rangeError(subject, { expected: 'at least one class', received: 'none', where: 'matrix' });
  return Array.from(matrix, (row, index) => {
    const counts = finiteNumbers(subject, `matrix[${index}]`, row);
    if (counts.length !== matrix.length) {
      const hint = 'Rows are true classes, columns predicted ones, and both are all classes.';
      const where = `matrix[${index}], matrix has ${matrix.length} rows`;
      throw rangeError(subject, {
        expected: `${matrix.length} counts per row`,
        received: counts.length,
        where,
        hint,
      });
    }
    counts.forEach((count, column) => {
      if (count >= 0) return;
      throw rangeError(subject, {
        expected: 'counts ≥ 0',
        received: count,
        where: `matrix[${index}][${column}]`,
      });
    });
    return counts;
  });
}

function readLabels(labels: PlotConfusionMatrixOptions['labels'], classes: number): string[] {
  if (labels === undefined) return Array.from({ length: classes }, (_, index) => String(index));
  if (labels.length === classes) return Array.from(labels, String);
  throw rangeError(subject, {
    expected: `${classes} labels`,
    received: labels.length,
    where: `matrix has ${classes} classes`,
    hint: 'Pass one label per class, in the order of the rows.',
  });
}

function readRow(row: readonly number[], actual: number): Cell[] {
  const total = row.reduce((sum, count) => sum + count, 0);
  return row.map((count, predicted) => ({
    actual,
    predicted,
    count,
    share: total === 0 ? 0 : count / total,
  }));
}

// Between these two shades neither ink has a contrast of 4.5 to 1 in both the light and the dark colours: none is used.
const palest = 0.66;
const strongest = 0.7;

const isStrong = ({ share }: Cell) => Math.sqrt(share) > palest;

/** Opacity of a cell's colour, 0 to 1. */
const shade = (cell: Cell): number =>
  isStrong(cell) ? Math.max(Math.sqrt(cell.share), strongest) : Math.sqrt(cell.share);

/** The numbers in the cells, in the ink that is readable on each. */
function counts(cells: readonly Cell[], cellSize: number): Plot.Markish[] {
  const longest = Math.max(...cells.map(({ count }) => textWidth(print(count), 1)));
  const size = Math.min(14, cellSize * 0.45, (cellSize - 6) / longest);
  if (size < smallestDigits) return [];
  const text = (kept: (cell: Cell) => boolean, fill: string) =>
    Plot.text(cells.filter(kept), {
      x: 'predicted',
      y: 'actual',
      text: ({ count }: Cell) => print(count),
      fill,
      fontSize: size,
      pointerEvents: 'none', // the tooltip is the cell's
    });
  return [
    text(({ count }) => count === 0, tones.muted.light),
    text((cell) => cell.count > 0 && !isStrong(cell), tones.inkOnPale.light),
    text(isStrong, tones.inkOnHeat.light),
  ];
}

function describeMistakes(cells: readonly Cell[], labels: readonly string[]): string {
  const mistakes = cells.filter(({ actual, predicted, count }) => actual !== predicted && count > 0);
  if (mistakes.length === 0) return 'No mistakes.';
  const worst = mistakes.toSorted((a, b) => b.count - a.count).slice(0, 3);
  const parts = worst.map(
    ({ actual, predicted, count }) => `${labels[actual]} as ${labels[predicted]} (${print(count)})`,
  );
  return `Most frequent mistakes: ${parts.join(', ')}.`;
}

const print = (count: number): string =>
  Number.isInteger(count) ? String(count) : String(Number(count.toPrecision(3)));

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
