import * as Plot from '@observablehq/plot';
import { planeAxes, planeMargins } from './axes.js';
import { short } from './class-points.js';
import { rangeError } from './errors.js';
import { extremes, finiteNumbers, isArrayLike, record, wholeNumber } from './finite.js';
import { checkOptions, type OptionNames } from './options.js';
import { drawPicture } from './svg.js';
import { seriesLooks } from './theme.js';

/** Counts per bin and the edges of the bins: ascending, one more than there are counts. */
export interface BinnedCounts {
  readonly counts: ArrayLike<number>;
  readonly edges: ArrayLike<number>;
}

export interface PlotHistogramOptions {
  /** Heading of the picture, default 'Histogram'. */
  readonly title?: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
  /** Number of bins, for values that are not binned yet, default 30. */
  readonly bins?: number;
  /** Label of the x axis, default 'value'. */
  readonly xLabel?: string;
  /** Width in pixels, default 480. */
  readonly width?: number;
  /** Height in pixels, default 260. */
  readonly height?: number;
}

const plotHistogramOptions: OptionNames<PlotHistogramOptions> = {
  title: true,
  subtitle: true,
  bins: true,
  xLabel: true,
  width: true,
  height: true,
};

const subject = 'plotHistogram';

/**
 * Draws a histogram as SVG: of weights, gradients, lengths.
 *
 * @param values - The values, or counts that are already binned.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if there are no values, one isn't finite, or counts and edges don't fit.
 * @throws TypeError if the values aren't numbers.
 * @example
 * const svg = plotHistogram([0.1, 0.2, 0.2, 0.9], { bins: 2 });
 * svg.includes('from 0.1 to 0.5: 3'); // => true
 */
export function plotHistogram(
  values: ArrayLike<number> | BinnedCounts,
  options: PlotHistogramOptions = {},
): string {
  checkOptions(subject, options, plotHistogramOptions);
  const { xLabel = 'value' } = options;
  const width = wholeNumber(subject, 'width', options.width ?? 480, 160);
  const height = wholeNumber(subject, 'height', options.height ?? 260, 100);
  const bins = isArrayLike(values)
    ? countValues(
        finiteNumbers(subject, 'values', values),
        wholeNumber(subject, 'bins', options.bins ?? 30, 1),
      )
    : readBins(values);
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const plot = {
    width,
    height,
    ...planeMargins,
    x: { domain: [bins[0]!.low, bins.at(-1)!.high] },
    y: { domain: [0, Math.max(1, ...bins.map(({ count }) => count))], nice: true },
    marks: [
      ...planeAxes({ width, height, xLabel, yLabel: 'count' }),
      Plot.rectY(bins, {
        x1: 'low',
        x2: 'high',
        y: 'count',
        inset: bins.length > width / 4 ? 0 : 0.5,
        fill: seriesLooks[0]!.tone.light,
        title: ({ low, high, count }: Bin) => `from ${short(low)} to ${short(high)}: ${count}`,
      }),
    ],
  };
  return drawPicture({
    title: options.title ?? 'Histogram',
    subtitle: options.subtitle,
    description: `${total} values from ${short(bins[0]!.low)} to ${short(bins.at(-1)!.high)} in ${bins.length} bins.`,
    panels: [{ x: 0, y: 0, plot }],
  });
}

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

function countValues(values: readonly number[], bins: number): Bin[] {
  let [low, high] = extremes(values);
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    counts[bin] = counts[bin]! + 1;
  }
  const edge = (i: number): number => low + ((high - low) * i) / bins;
  return counts.map((count, i) => ({ low: edge(i), high: edge(i + 1), count }));
}

function readBins(binned: BinnedCounts): Bin[] {
  const { counts, edges } = record(subject, 'values', binned);
  const [numbers, limits] = [
    finiteNumbers(subject, 'counts', counts),
    finiteNumbers(subject, 'edges', edges),
  ];
  const isRising = limits.every((edge, i) => i === 0 || edge > limits[i - 1]!);
  if (limits.length !== numbers.length + 1 || !isRising || numbers.some((count) => count < 0)) {
    throw rangeError(subject, {
      expected: `counts ≥ 0 between ascending edges, one edge more than counts`,
      received: `${numbers.length} counts and ${limits.length} edges`,
    });
  }
  return numbers.map((count, i) => ({ low: limits[i]!, high: limits[i + 1]!, count }));
}
