import type uPlot from 'uplot';
import { formatBrief, formatPercent } from '../i18n/numbers.js';
import { cssColor } from '../theme/theme.js';

/** Settings of {@link chartOptions}. */
export interface ChartLook {
  /** Custom properties of the theme. */
  readonly colors: readonly string[];
  readonly height: number;
  readonly logarithmic: boolean;
  readonly percent: boolean;
  readonly range: readonly [number | undefined, number | undefined] | undefined;
  /** Tells which value the pointer is at. */
  readonly onHover: (index: number | undefined) => void;
}

/** The dashes of each curve, by its place: where two coincide one sees both, and tells them apart without colour too. */
export const curveDashes: readonly (readonly number[])[] = [
  [],
  [7, 5],
  [2, 4],
  [12, 4, 2, 4],
  [4, 3],
  [1, 5],
];

const wholeSteps = [1, 2, 5]
  .flatMap((n) => [n, 10 * n, 100 * n, 1000 * n, 10_000 * n, 100_000 * n])
  .sort((a, b) => a - b);

/** The charts' look: thin grid, small figures, no frame. */
export function chartOptions(look: ChartLook): Omit<uPlot.Options, 'width'> {
  const { colors, height, logarithmic, percent, range, onHover } = look;
  const axis: uPlot.Axis = {
    stroke: cssColor('--ink-2'),
    font: '11px "Geist Variable", system-ui, sans-serif',
    grid: { stroke: cssColor('--grid'), width: 1 },
    ticks: { show: false },
    gap: 6,
    values: (_, splits) => splits.map((at) => (at === null ? '' : formatBrief(at))),
  };
  return {
    height,
    padding: [10, 22, 0, 0], // room for the half of a number that stands over the edge
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 8, width: 2, fill: cssColor('--surface') },
    },
    scales: {
      x: { time: false, range: (_, least, most) => spread(least, most) },
      y: logarithmic
        ? { distr: 3, range: (_, least, most) => decades(least, most) }
        : { range: (_, least, most) => padded(least, most, range) },
    },
    axes: [
      { ...axis, size: 26, space: 64, incrs: wholeSteps },
      {
        ...axis,
        size: 48,
        space: 36,
        ...(percent && { values: (_: uPlot, splits: number[]) => splits.map((at) => formatPercent(at)) }),
        ...(logarithmic && {
          splits: (_: uPlot, __: number, least: number, most: number) => powersOfTen(least, most),
        }),
      },
    ],
    series: [
      {},
      ...colors.map((color, i) => ({
        stroke: cssColor(color),
        width: 2,
        dash: [...curveDashes[i % curveDashes.length]!],
        points: { show: false },
        spanGaps: false,
      })),
    ],
    hooks: { setCursor: [(plot) => onHover(plot.cursor.idx ?? undefined)] },
  };
}

/** From the first step to the last; before there are any, ten. */
const spread = (least: number | null, most: number | null): [number, number] =>
  least === null || most === null ? [0, 10] : least === most ? [least, least + 1] : [least, most];

/** Whole powers of ten around the values. */
function decades(least: number | null, most: number | null): [number, number] {
  const [low, high] = [Math.floor(Math.log10(least ?? 0.1)), Math.ceil(Math.log10(most ?? 10))];
  return [10 ** low, 10 ** Math.max(high, low + 1)];
}

/** Powers of ten, no more than six. */
function powersOfTen(least: number, most: number): number[] {
  const [low, high] = [Math.round(Math.log10(least)), Math.round(Math.log10(most))];
  const step = Math.ceil((high - low) / 5);
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => 10 ** (low + i * step));
}

/** A range with some air, which includes what was asked for. */
function padded(least: number | null, most: number | null, range: ChartLook['range']): [number, number] {
  const [from, to] = range ?? [];
  if (least === null || most === null) return [from ?? 0, to ?? 1];
  const low = Math.min(least, from ?? least);
  const high = Math.max(most, to ?? most);
  const air = (high - low || 1) * 0.06;
  return [from === low ? low : low - air, to === high ? high : high + air];
}
