import * as Plot from '@observablehq/plot';
import { planeAxes, planeMargins } from './axes.js';
import { classDots, classEntries, readClassNames, readPoints } from './class-points.js';
import { rangeError, typeError } from './errors.js';
import { finiteNumbers, isArrayLike, list, wholeNumber } from './finite.js';
import { classLook, panelHeader } from './legend.js';
import { checkOptions, type OptionNames } from './options.js';
import { drawPicture } from './svg.js';
import { tones } from './theme.js';

export interface PlotDecisionBoundaryOptions {
  /** Range of the x axis, which the field fills. */
  readonly xRange: readonly [number, number];
  /** Range of the y axis, which the field fills. */
  readonly yRange: readonly [number, number];
  /** Meaning of the values: the probability of class 1, or class numbers, default `'probability'`. */
  readonly field?: 'probability' | 'class';
  /** Points drawn over the field, each `[x, y]`, default none. */
  readonly points?: ArrayLike<ArrayLike<number>>;
  /** Class of each point. */
  readonly classes?: ArrayLike<number>;
  /** Names of the classes, default `0, 1, 2, …`. */
  readonly labels?: readonly (string | number)[];
  /** Heading of the picture, default 'Decision boundary'. */
  readonly title?: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
  /** Label of the x axis, default none. */
  readonly xLabel?: string;
  /** Label of the y axis, default none. */
  readonly yLabel?: string;
  /** Width in pixels, default 480. */
  readonly width?: number;
  /** Height in pixels, default 420. */
  readonly height?: number;
}

const plotDecisionBoundaryOptions: OptionNames<PlotDecisionBoundaryOptions> = {
  xRange: true,
  yRange: true,
  field: true,
  points: true,
  classes: true,
  labels: true,
  title: true,
  subtitle: true,
  xLabel: true,
  yLabel: true,
  width: true,
  height: true,
};

const subject = 'plotDecisionBoundary';
const levels = 6; // of colour between undecided and certain
const faintest = 0.06;
const strongest = 0.42; // so that points stand out

/** Cells of one colour side by side in a row. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly row: number;
  readonly of: number;
  readonly opacity: number;
}

/**
 * Draws the predictions of a classifier of two inputs over the plane, with data points on top, as SVG.
 *
 * Shape: field `[rows, columns]`, row 0 at the lowest y; points `[N, 2]`, classes `[N]`.
 * @param field - Probability of class 1, or class number, at the centre of each cell.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if the field is empty or ragged, a value is neither a probability nor a class, or points don't fit.
 * @throws TypeError if the field isn't an array of arrays of numbers.
 * @example
 * const field = [[0.1, 0.9], [0.2, 0.8]];
 * const svg = plotDecisionBoundary(field, { xRange: [0, 1], yRange: [0, 1], points: [[0, 0], [1, 1]], classes: [0, 1] });
 * svg.startsWith('<svg'); // => true
 */
export function plotDecisionBoundary(
  field: ArrayLike<ArrayLike<number>>,
  options: PlotDecisionBoundaryOptions,
): string {
  checkOptions(subject, options, plotDecisionBoundaryOptions);
  const { xRange, yRange, xLabel, yLabel } = options;
  const width = wholeNumber(subject, 'width', options.width ?? 480, 120);
  const height = wholeNumber(subject, 'height', options.height ?? 420, 100);
  for (const [name, range] of Object.entries({ xRange, yRange })) {
    const [low, high] = list(subject, name, range);
    if (Number.isFinite(low) && Number.isFinite(high) && low < high) continue;
    throw rangeError(subject, {
      expected: 'a range [low, high] with low < high',
      received: [low, high],
      where: name,
    });
  }
  const rows = readField(field, options.field ?? 'probability');
  const runs = rows.flatMap((row, i) => runsOf(row, i, options.field ?? 'probability'));
  const points = options.points ? readPoints(subject, options.points, options.classes) : [];
  const used = [...new Set(runs.map(({ of }) => of)), ...points.map(({ of }) => of)];
  const names = readClassNames(subject, options.labels, used);
  const header = panelHeader('', classEntries(names), width);
  const x = (column: number): number => xRange[0] + ((xRange[1] - xRange[0]) * column) / rows[0]!.length;
  const y = (row: number): number => yRange[0] + ((yRange[1] - yRange[0]) * row) / rows.length;
  const plot = {
    width,
    height,
    ...planeMargins,
    x: { domain: [...xRange] },
    y: { domain: [...yRange] },
    opacity: { type: 'identity' as const },
    marks: [
      ...names.map((_, of) =>
        Plot.rect(
          runs.filter((run) => run.of === of),
          {
            x1: ({ from }: Run) => x(from),
            x2: ({ to }: Run) => x(to),
            y1: ({ row }: Run) => y(row),
            y2: ({ row }: Run) => y(row + 1),
            fill: classLook(of).look.tone.light,
            fillOpacity: 'opacity',
            shapeRendering: 'crispEdges',
          },
        ),
      ),
      ...planeAxes({ width, height, xLabel, yLabel }),
      ...classDots(points, names, tones.surface.light),
    ],
  };
  const area = names.map((name, of) => {
    const cells = runs.reduce((sum, run) => sum + (run.of === of ? run.to - run.from : 0), 0);
    return `${name} ${Math.round((100 * cells) / (rows.length * rows[0]!.length))} %`;
  });
  return drawPicture({
    title: options.title ?? 'Decision boundary',
    subtitle: options.subtitle,
    description: `Share of the plane: ${area.join(', ')}. ${points.length} points.`,
    panels: [
      { x: 0, y: 0, plot: header },
      { x: 0, y: header.height, plot },
    ],
  });
}

function readField(field: unknown, kind: 'probability' | 'class'): number[][] {
  if (!isArrayLike(field)) throw typeError(subject, { expected: 'an array of rows', received: field });
  const rows = Array.from(field, (row, i) => finiteNumbers(subject, `field[${i}]`, row));
  if (rows.length === 0) throw rangeError(subject, { expected: 'at least one row', received: 'none' });
  rows.forEach((row, i) => {
    if (row.length !== rows[0]!.length)
      throw rangeError(subject, {
        expected: `${rows[0]!.length} values per row`,
        received: row.length,
        where: `field[${i}]`,
      });
    row.forEach((value, j) => {
      const fits = kind === 'class' ? Number.isInteger(value) && value >= 0 : value >= 0 && value <= 1;
      if (fits) return;
      throw rangeError(subject, {
        expected: kind === 'class' ? 'class numbers ≥ 0' : 'probabilities from 0 to 1',
        received: value,
        where: `field[${i}][${j}]`,
        hint: "Set { field: 'class' } or { field: 'probability' } to match the values.",
      });
    });
  });
  return rows;
}

/** Neighbours of one class and level become one rectangle: a hundred times fewer. */
function runsOf(row: readonly number[], index: number, kind: 'probability' | 'class'): Run[] {
  const runs: { from: number; to: number; row: number; of: number; opacity: number }[] = [];
  for (const [column, value] of row.entries()) {
    const of = kind === 'class' ? value : Number(value >= 0.5);
    const certainty = kind === 'class' ? 1 : Math.ceil(Math.abs(value - 0.5) * 2 * levels) / levels;
    const opacity = faintest + (strongest - faintest) * certainty;
    const last = runs.at(-1);
    if (last && last.of === of && last.opacity === opacity) last.to = column + 1;
    else runs.push({ from: column, to: column + 1, row: index, of, opacity });
  }
  return runs;
}
