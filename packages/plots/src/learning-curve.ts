import * as Plot from '@observablehq/plot';
import { rangeError, typeError } from './errors.js';
import { extremes, finiteNumbers, isArrayLike, wholeNumber } from './finite.js';
import { panelHeader, strokeOf } from './legend.js';
import { checkOptions, type OptionNames } from './options.js';
import { drawPicture, type Panel } from './svg.js';
import { type SeriesLook, seriesLooks, tones } from './theme.js';

/** A series with its standard deviation, or one that was not measured at every epoch. */
export interface PlotCurveWithSpread {
  readonly mean: ArrayLike<number>;
  /** Standard deviation of each value, ≥ 0: half the height of the band around the mean; default no band. */
  readonly std?: ArrayLike<number>;
  /** Epoch of each value, ascending; default consecutive epochs. */
  readonly epochs?: ArrayLike<number>;
}

/** One value per epoch, or values with their standard deviations. */
export type PlotCurve = ArrayLike<number> | PlotCurveWithSpread;

/** Series of each metric: `{ loss: { train: [...], validation: [...] } }`. */
export type LearningHistory = Readonly<Record<string, Readonly<Record<string, PlotCurve>>>>;

export interface PlotLearningCurveOptions {
  /** Heading of the picture, default 'Learning curve'. */
  readonly title?: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
  /** Width of each panel in pixels, default 460. */
  readonly width?: number;
  /** Height of each panel in pixels, default 200. */
  readonly height?: number;
  /** Number of panels side by side, default 1. */
  readonly columns?: number;
  /** Label of the x axis, default 'epoch'. */
  readonly xLabel?: string;
  /** Number of the first epoch, default 1. */
  readonly firstEpoch?: number;
  /** Names of the metrics drawn on a logarithmic axis, default none. */
  readonly logScale?: readonly string[];
}

const plotLearningCurveOptions: OptionNames<PlotLearningCurveOptions> = {
  title: true,
  subtitle: true,
  width: true,
  height: true,
  columns: true,
  xLabel: true,
  firstEpoch: true,
  logScale: true,
};

const subject = 'plotLearningCurve';
const panelGap = 14;
const dotsUpTo = 25; // with more epochs than this the dots would hide the line

interface Point {
  readonly epoch: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

interface Series {
  readonly name: string;
  readonly look: SeriesLook;
  readonly points: readonly Point[];
  readonly hasBand: boolean;
}

/**
 * Draws loss and metrics over the epochs, one panel per metric, as SVG.
 *
 * A series with standard deviations gets a band from mean − std to mean + std. The legend shows the last value of each series.
 *
 * @param history - Named series of each metric, usually `train` and `validation`.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if a series is empty, has a value that isn't finite, or doesn't fit its spread or its epochs.
 * @throws TypeError if a series isn't an array of numbers.
 * @example
 * const svg = plotLearningCurve({ loss: { train: [0.9, 0.4], validation: [1, 0.6] }, accuracy: { train: [0.7, 0.9] } });
 * svg.startsWith('<svg'); // => true
 */
export function plotLearningCurve(history: LearningHistory, options: PlotLearningCurveOptions = {}): string {
  checkOptions(subject, options, plotLearningCurveOptions);
  const { title = 'Learning curve', subtitle, xLabel = 'epoch', logScale = [] } = options;
  const width = wholeNumber(subject, 'width', options.width ?? 460, 160);
  const height = wholeNumber(subject, 'height', options.height ?? 200, 80);
  const columns = wholeNumber(subject, 'columns', options.columns ?? 1, 1);
  const metrics = readHistory(history, options.firstEpoch ?? 1);
  for (const name of logScale) checkLogScale(name, metrics);

  const epochs = [...metrics.values()].flat().flatMap(({ points }) => points.map(({ epoch }) => epoch));
  const domain = extremes(epochs);
  const headers = [...metrics].map(([metric, series]) => {
    const entries = series.map(({ name, look, points }) => ({
      label: `${name} ${round((points.at(-1) as Point).mean)}`,
      look,
    }));
    return panelHeader(metric, entries, width);
  });
  const headerHeight = Math.max(...headers.map((header) => header.height));
  const panels = [...metrics].flatMap(([metric, series], index): Panel[] => {
    const x = (index % columns) * (width + panelGap);
    const y = Math.floor(index / columns) * (headerHeight + height + panelGap);
    const isLowest = index + columns >= metrics.size;
    const plot = chart(series, domain, { width, height, xLabel, isLowest, isLog: logScale.includes(metric) });
    return [
      { x, y, plot: headers[index] as Panel['plot'] },
      { x, y: y + headerHeight, plot },
    ];
  });
  return drawPicture({ title, subtitle, description: describe(metrics), panels });
}

function readHistory(history: LearningHistory, firstEpoch: number): Map<string, Series[]> {
  const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !isArrayLike(value);
  if (!isRecord(history)) {
    throw typeError(subject, { expected: 'an object that maps metric names to series', received: history });
  }
  const metrics = new Map<string, Series[]>();
  // One look a name, the same in every panel.
  const names = [
    ...new Set(Object.values(history).flatMap((series) => (isRecord(series) ? Object.keys(series) : []))),
  ];
  for (const [metric, curves] of Object.entries(history)) {
    if (!isRecord(curves)) {
      const hint = 'Give each series a name: { loss: { train: [0.9, 0.4] } }.';
      throw typeError(subject, {
        expected: 'an object that maps names to series',
        received: curves,
        where: metric,
        hint,
      });
    }
    const series = Object.entries(curves).map(([name, curve]): Series => {
      const look = seriesLooks[names.indexOf(name) % seriesLooks.length] as SeriesLook;
      return { name, look, ...readCurve(`${metric}.${name}`, curve, firstEpoch) };
    });
    if (series.length === 0)
      throw rangeError(subject, { expected: 'at least one series', received: 'none', where: metric });
    metrics.set(metric, series);
  }
  if (metrics.size === 0) throw rangeError(subject, { expected: 'at least one metric', received: 'none' });
  return metrics;
}

function readCurve(name: string, curve: PlotCurve, firstEpoch: number): Pick<Series, 'points' | 'hasBand'> {
  const parts: PlotCurveWithSpread =
    typeof curve === 'object' && curve !== null && 'mean' in curve ? curve : { mean: curve };
  const mean = finiteNumbers(subject, name, parts.mean);
  const alongside = (part: string, values: ArrayLike<number>) => {
    const numbers = finiteNumbers(subject, `${name}.${part}`, values);
    if (numbers.length === mean.length) return numbers;
    throw rangeError(subject, {
      expected: `${mean.length} values`,
      received: numbers.length,
      where: `${name}.${part}`,
    });
  };
  const std = parts.std === undefined ? undefined : alongside('std', parts.std);
  const epochs =
    parts.epochs === undefined ? mean.map((_, i) => firstEpoch + i) : alongside('epochs', parts.epochs);
  std?.forEach((value, i) => {
    if (value < 0)
      throw rangeError(subject, { expected: 'std ≥ 0', received: value, where: `${name}.std[${i}]` });
  });
  epochs.forEach((epoch, i) => {
    if (i > 0 && epoch <= (epochs[i - 1] as number)) {
      throw rangeError(subject, {
        expected: 'ascending epochs',
        received: epoch,
        where: `${name}.epochs[${i}]`,
      });
    }
  });
  const points = mean.map((value, i) => {
    const spread = std?.[i] ?? 0;
    return { epoch: epochs[i] as number, mean: value, low: value - spread, high: value + spread };
  });
  return { points, hasBand: std !== undefined };
}

function checkLogScale(metric: string, metrics: ReadonlyMap<string, readonly Series[]>): void {
  const series = metrics.get(metric);
  if (series === undefined) {
    throw rangeError(subject, {
      expected: `logScale to name one of ${[...metrics.keys()].join(', ')}`,
      received: metric,
    });
  }
  for (const { name, points } of series) {
    const [low] = extremes(points.map((point) => point.low));
    if (low > 0) continue;
    const hint = 'A logarithmic axis has no place for it; leave the metric out of logScale.';
    throw rangeError(subject, {
      expected: 'values above 0',
      received: low,
      where: `${metric}.${name}`,
      hint,
    });
  }
}

interface ChartOptions {
  readonly width: number;
  readonly height: number;
  readonly xLabel: string;
  readonly isLowest: boolean;
  readonly isLog: boolean;
}

function chart(
  series: readonly Series[],
  [first, last]: readonly [number, number],
  options: ChartOptions,
): Panel['plot'] {
  const { width, height, xLabel, isLowest, isLog } = options;
  const domain = first === last ? [first - 0.5, last + 0.5] : [first, last];
  const ticks =
    first === last ? [first] : Math.max(1, Math.min(10, Math.floor(last - first), Math.floor(width / 45)));
  const [low, high] = extremes([...series.flatMap(lows), ...series.flatMap(highs)]);
  const margin = high > low ? 0 : Math.abs(high) / 10 || 1; // a flat series runs through the middle
  const marks: Plot.Markish[] = [
    Plot.gridY({ stroke: tones.grid.light, strokeOpacity: 1 }),
    Plot.axisY({
      tickSize: 0,
      tickPadding: 8,
      fill: tones.muted.light,
      ticks: Math.floor(height / 40),
      label: null,
      ...tickFormat(high, isLog),
    }),
    Plot.axisX({
      ticks,
      tickSize: 4,
      color: tones.muted.light,
      label: isLowest ? xLabel : null,
      labelAnchor: 'center',
      labelArrow: 'none',
    }),
  ];
  for (const { look, points, hasBand } of series) {
    const fill = look.tone.light;
    if (hasBand)
      marks.push(Plot.areaY(points, { x: 'epoch', y1: 'low', y2: 'high', fill, fillOpacity: 0.16 }));
  }
  for (const { name, look, points } of series) {
    marks.push(Plot.lineY(points, { x: 'epoch', y: 'mean', ...strokeOf(look) }));
    const dotted = points.length <= dotsUpTo ? points : points.slice(-1);
    const title = ({ epoch, mean }: Point) => `${name}, ${xLabel} ${epoch}: ${round(mean)}`;
    marks.push(Plot.dot(dotted, { x: 'epoch', y: 'mean', r: 2.5, fill: look.tone.light, title }));
  }
  return {
    width,
    height,
    marginLeft: 48,
    marginRight: 8,
    marginTop: 8,
    marginBottom: isLowest ? 40 : 24,
    x: { domain },
    y: { type: isLog ? 'log' : 'linear', domain: [low - margin, high + margin], nice: true },
    marks,
  };
}

const lows = ({ points }: Series): number[] => points.map(({ low }) => low);
const highs = ({ points }: Series): number[] => points.map(({ high }) => high);

/** How ticks are printed where Plot's way would be too wide (0.00001, 2,500,000) or hard to read (100m). */
function tickFormat(high: number, isLog: boolean): { tickFormat?: string } {
  const largest = Math.abs(high);
  if (isLog) return { tickFormat: '~g' };
  if (largest >= 1e5) return { tickFormat: '~s' };
  return largest > 0 && largest < 1e-3 ? { tickFormat: '.2~e' } : {};
}

const round = (value: number): string => String(Number(value.toPrecision(4)));

function describe(metrics: ReadonlyMap<string, readonly Series[]>): string {
  const sentences = [...metrics].map(([metric, series]) => {
    const parts = series.map(({ name, points }) => {
      const [start, end] = [points[0] as Point, points.at(-1) as Point];
      if (points.length === 1) return `${name} ${round(end.mean)} at epoch ${end.epoch}`;
      return `${name} from ${round(start.mean)} at epoch ${start.epoch} to ${round(end.mean)} at epoch ${end.epoch}`;
    });
    return `${metric}: ${parts.join(', ')}.`;
  });
  return sentences.join(' ');
}
