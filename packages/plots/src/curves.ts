import * as Plot from '@observablehq/plot';
import { planeAxes, planeMargins } from './axes.js';
import { paddedRange, short } from './class-points.js';
import { rangeError, typeError } from './errors.js';
import { finiteNumbers, record, wholeNumber } from './finite.js';
import { panelHeader, strokeOf } from './legend.js';
import { checkOptions, type OptionNames } from './options.js';
import { drawPicture } from './svg.js';
import { seriesLooks, tones } from './theme.js';

/** A line through points. */
export interface XYCurve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface PlotCurvesOptions {
  /** Heading of the picture, default 'Curves'. */
  readonly title?: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
  /** Label of the x axis, default 'x'. */
  readonly xLabel?: string;
  /** Label of the y axis, default 'y'. */
  readonly yLabel?: string;
  /** Range of the x axis, default the range of the points; points outside of it are not drawn. */
  readonly xRange?: readonly [number, number];
  /** Range of the y axis, default the range of the points. */
  readonly yRange?: readonly [number, number];
  /** Whether to draw a dashed diagonal, which in a ROC curve is chance, default false. */
  readonly diagonal?: boolean;
  /** Width in pixels, default 480. */
  readonly width?: number;
  /** Height in pixels, default 360. */
  readonly height?: number;
}

const plotCurvesOptions: OptionNames<PlotCurvesOptions> = {
  title: true,
  subtitle: true,
  xLabel: true,
  yLabel: true,
  xRange: true,
  yRange: true,
  diagonal: true,
  width: true,
  height: true,
};

const subject = 'plotCurves';

/**
 * Draws named curves in one plane, as SVG: ROC and precision-recall curves, an activation with its derivative, losses over
 * learning rates.
 *
 * @param series - Points of each curve, by name.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if there are no curves, one is empty, has values that aren't finite, or not as many x as y.
 * @throws TypeError if a curve isn't two arrays of numbers.
 * @example
 * const svg = plotCurves({ model: { x: [0, 0.1, 1], y: [0, 0.9, 1] } }, { diagonal: true, xLabel: 'false positive rate' });
 * svg.includes('false positive rate'); // => true
 */
export function plotCurves(
  series: Readonly<Record<string, XYCurve>>,
  options: PlotCurvesOptions = {},
): string {
  checkOptions(subject, options, plotCurvesOptions);
  const { xLabel = 'x', yLabel = 'y', diagonal = false } = options;
  const width = wholeNumber(subject, 'width', options.width ?? 480, 160);
  const height = wholeNumber(subject, 'height', options.height ?? 360, 100);
  const lines = Object.entries(record(subject, 'series', series)).map(([name, curve], i) => {
    if (typeof curve !== 'object' || curve === null)
      throw typeError(subject, { expected: '{ x, y }', received: curve, where: name });
    const [x, y] = [
      finiteNumbers(subject, `${name}.x`, curve.x),
      finiteNumbers(subject, `${name}.y`, curve.y),
    ];
    if (x.length !== y.length)
      throw rangeError(subject, {
        expected: `${x.length} values, one for each x`,
        received: y.length,
        where: `${name}.y`,
      });
    return {
      name,
      look: seriesLooks[i % seriesLooks.length]!,
      points: x.map((value, k) => ({ x: value, y: y[k]! })),
    };
  });
  if (lines.length === 0) throw rangeError(subject, { expected: 'at least one curve', received: 'none' });
  const all = lines.flatMap(({ points }) => points);
  const [xRange, yRange] = [
    options.xRange ??
      paddedRange(
        all.map(({ x }) => x),
        0.02,
      ),
    options.yRange ?? paddedRange(all.map(({ y }) => y)),
  ];
  const isInside = ({ x, y }: { x: number; y: number }): boolean =>
    x >= xRange[0] && x <= xRange[1] && y >= yRange[0] && y <= yRange[1];
  const header = panelHeader(
    '',
    lines.map(({ name, look }) => ({ label: name, look })),
    width,
  );
  const corner = { x1: xRange[0], y1: yRange[0], x2: xRange[1], y2: yRange[1] };
  const plot = {
    width,
    height,
    ...planeMargins,
    x: { domain: [...xRange] },
    y: { domain: [...yRange] },
    marks: [
      ...planeAxes({ width, height, xLabel, yLabel }),
      ...(diagonal
        ? [
            Plot.link([corner], {
              x1: 'x1',
              y1: 'y1',
              x2: 'x2',
              y2: 'y2',
              stroke: tones.muted.light,
              strokeDasharray: '2 4',
            }),
          ]
        : []),
      ...lines.map(({ points, look, name }) =>
        Plot.line(points.filter(isInside), { x: 'x', y: 'y', ...strokeOf(look), title: () => name }),
      ),
    ],
  };
  const sentences = lines.map(({ name, points }) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    return `${name}: from (${short(first.x)}, ${short(first.y)}) to (${short(last.x)}, ${short(last.y)}).`;
  });
  return drawPicture({
    title: options.title ?? 'Curves',
    subtitle: options.subtitle,
    description: `${yLabel} over ${xLabel}. ${sentences.join(' ')}`,
    panels: [
      { x: 0, y: 0, plot: header },
      { x: 0, y: header.height, plot },
    ],
  });
}
