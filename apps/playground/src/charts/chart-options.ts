import type uPlot from 'uplot';
import { formatBrief } from '../i18n/numbers.js';
import { cssColor } from '../theme/theme.js';

/** Settings of {@link chartOptions}. */
export interface ChartLook {
  readonly colors: readonly string[];
  readonly height: number;
  readonly logarithmic: boolean;
  readonly range: readonly [number | undefined, number | undefined] | undefined;
  /** Tells which value the pointer is at. */
  readonly onHover: (index: number | undefined) => void;
}

const wholeSteps = [1, 2, 5]
  .flatMap((n) => [n, 10 * n, 100 * n, 1000 * n, 10_000 * n, 100_000 * n])
  .sort((a, b) => a - b);

/** The charts' look: thin grid, small figures, no frame. */
export function chartOptions(look: ChartLook): Omit<uPlot.Options, 'width'> {
  const { colors, height, logarithmic, range, onHover } = look;
  const axis: uPlot.Axis = {
    stroke: cssColor('--ink-2'),
    font: '11px "Geist Variable", system-ui, sans-serif',
    grid: { stroke: cssColor('--grid'), width: 1 },
    ticks: { show: false },
    gap: 6,
  };
  return {
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 8, width: 2, fill: cssColor('--surface') },
    },
    scales: {
      x: { time: false, range: (_, least, most) => (least === most ? [least, least + 1] : [least, most]) },
      y: logarithmic ? { distr: 3 } : { range: (_, least, most) => padded(least, most, range) },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 64,
        incrs: wholeSteps,
        values: (_, splits) => splits.map(formatBrief),
      },
      {
        ...axis,
        size: 48,
        space: 36,
        values: (_, splits) => splits.map((at) => (at === null ? '' : formatBrief(at))),
      },
    ],
    series: [
      {},
      ...colors.map((color) => ({
        stroke: cssColor(color),
        width: 2,
        points: { show: false },
        spanGaps: false,
      })),
    ],
    hooks: { setCursor: [(plot) => onHover(plot.cursor.idx ?? undefined)] },
  };
}

/** A range with some air, which includes what was asked for. */
function padded(least: number, most: number, range: ChartLook['range']): [number, number] {
  const [from, to] = range ?? [];
  if (!Number.isFinite(least) || !Number.isFinite(most)) return [from ?? 0, to ?? 1];
  const low = Math.min(least, from ?? least);
  const high = Math.max(most, to ?? most);
  const air = (high - low || 1) * 0.06;
  return [from === low ? low : low - air, to === high ? high : high + air];
}
