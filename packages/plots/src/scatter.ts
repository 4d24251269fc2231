import { planeAxes, planeMargins } from './axes.js';
import { classDots, classEntries, paddedRange, readClassNames, readPoints } from './class-points.js';
import { rangeError } from './errors.js';
import { wholeNumber } from './finite.js';
import { panelHeader } from './legend.js';
import { checkOptions, type OptionNames } from './options.js';
import { drawPicture, type Panel } from './svg.js';

export interface PlotScatterOptions {
  /** Heading of the picture, default 'Points'. */
  readonly title?: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
  /** Class of each point, counted from 0, default one class for all. */
  readonly classes?: ArrayLike<number>;
  /** Names of the classes, default `0, 1, 2, …`. */
  readonly labels?: readonly (string | number)[];
  /** Label of the x axis, default none. */
  readonly xLabel?: string;
  /** Label of the y axis, default none. */
  readonly yLabel?: string;
  /** Width in pixels, default 480. */
  readonly width?: number;
  /** Height in pixels, default 420. */
  readonly height?: number;
}

const plotScatterOptions: OptionNames<PlotScatterOptions> = {
  title: true,
  subtitle: true,
  classes: true,
  labels: true,
  xLabel: true,
  yLabel: true,
  width: true,
  height: true,
};

const subject = 'plotScatter';

/**
 * Draws points in the plane, each class with its colour and symbol, as SVG: a latent space, an embedding, a data set.
 *
 * Shape: points `[N, 2]`, classes `[N]`.
 * @param points - Each `[x, y]`.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if there are no points, one hasn't two finite numbers, or classes or labels don't fit.
 * @throws TypeError if the points aren't arrays of numbers.
 * @example
 * const svg = plotScatter([[0, 1], [2, 3]], { classes: [0, 1], labels: ['cat', 'dog'] });
 * svg.includes('dog'); // => true
 */
export function plotScatter(points: ArrayLike<ArrayLike<number>>, options: PlotScatterOptions = {}): string {
  checkOptions(subject, options, plotScatterOptions);
  const { xLabel, yLabel } = options;
  const width = wholeNumber(subject, 'width', options.width ?? 480, 120);
  const height = wholeNumber(subject, 'height', options.height ?? 420, 100);
  const read = readPoints(subject, points, options.classes);
  if (read.length === 0) throw rangeError(subject, { expected: 'at least one point', received: 'none' });
  const names = readClassNames(
    subject,
    options.labels,
    read.map(({ of }) => of),
  );
  const header = names.length > 1 ? panelHeader('', classEntries(names), width) : undefined;
  const plot = {
    width,
    height,
    ...planeMargins,
    x: { domain: paddedRange(read.map(({ x }) => x)) },
    y: { domain: paddedRange(read.map(({ y }) => y)) },
    marks: [...planeAxes({ width, height, xLabel, yLabel }), ...classDots(read, names)],
  };
  const panels: Panel[] = [{ x: 0, y: header?.height ?? 0, plot }];
  if (header) panels.unshift({ x: 0, y: 0, plot: header });
  const kinds = names.length > 1 ? ` of ${names.length} classes: ${names.join(', ')}` : '';
  return drawPicture({
    title: options.title ?? 'Points',
    subtitle: options.subtitle,
    description: `${read.length} points${kinds}.`,
    panels,
  });
}
