import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatBrief, formatNumber, formatPercent } from '../i18n/numbers.js';
import { inLanguage, language } from '../i18n/texts.js';
import { shellTexts } from '../shell/texts.js';
import { theme } from '../theme/theme.js';
import { chartOptions, curveDashes } from './chart-options.js';
import './line-chart.css';
import { useSeen } from './use-seen.js';
import { useSeldom } from './use-seldom.js';

/** One curve. */
export interface Series {
  readonly name: string;
  /** A custom property of the theme, `--series-1` to `--series-6`; default by its place. */
  readonly color?: string;
  /** Values beside `x`; `NaN` leaves a gap. */
  readonly values: ArrayLike<number>;
}

/** Settings of {@link LineChart}. */
export interface LineChartProps {
  /** What it shows, for screen readers. */
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly series: readonly Series[];
  /** Decimals in the legend and the summary; without it as many as count. */
  readonly decimals?: number;
  /** Whether values are shares, written as per cent. */
  readonly percent?: boolean;
  /** Height of the picture in pixels, default 180. */
  readonly height?: number;
  /** Whether the values' axis goes by factors of ten. */
  readonly logarithmic?: boolean;
  /** Least and greatest value that the axis shows in any case. */
  readonly range?: readonly [number | undefined, number | undefined];
}

const drawnEvery = 100; // ms: more often than one can read it is of no use

/** Curves over steps, drawn ten times a second, with a legend that follows the pointer and a summary in words. */
export function LineChart(props: LineChartProps) {
  const { label, x, series, decimals, percent = false, height = 180, logarithmic = false, range } = props;
  const place = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(place);
  const plot = useRef<uPlot>();
  const [at, setAt] = useState<number | undefined>();
  const colors = series.map(({ color }, i) => color ?? `--series-${(i % 6) + 1}`);
  const key = `${colors.join()} ${theme.value} ${language.value} ${height} ${logarithmic} ${percent} ${range?.join()}`;
  const current = useMemo(
    () => [x, ...series.map(({ values }) => values)],
    [x, ...series.map(({ values }) => values)],
  );
  const latest = useRef(current);
  latest.current = current;
  const seldom = useSeldom(current, drawnEvery);
  const data = seldom.length === current.length ? seldom : current; // or there are other curves now

  useEffect(() => {
    const element = place.current!;
    const options = chartOptions({ colors, height, logarithmic, percent, range, onHover: setAt });
    const chart = new uPlot(
      { ...options, width: Math.max(element.clientWidth, 50) },
      drawable(latest.current),
      element,
    );
    plot.current = chart;
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: Math.max(element.clientWidth, 50), height }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = undefined;
    };
  }, [key]);

  useEffect(() => {
    if (!isSeen) return;
    const frame = requestAnimationFrame(() => plot.current?.setData(drawable(data)));
    return () => cancelAnimationFrame(frame);
  }, [data, isSeen]);

  const write = (value: number | undefined) =>
    value === undefined || Number.isNaN(value)
      ? '–'
      : percent
        ? formatPercent(value, 1)
        : decimals === undefined
          ? formatBrief(value)
          : formatNumber(value, decimals);
  const summary = useMemo(
    () => series.map(({ name }, i) => summaryOf(name, data[i + 1]!, write)).join('. '),
    [data, key, ...series.map(({ name }) => name)],
  );
  const last = data[0]!.length - 1;
  const shown = at !== undefined && at <= last ? at : last;
  return (
    <figure class="chart">
      <div ref={place} role="img" aria-label={`${label}. ${summary}.`} style={{ minHeight: height }} />
      <ul class="chart__legend" aria-hidden="true">
        {series.map(({ name }, i) => (
          <li key={name}>
            <svg class="chart__swatch" viewBox="0 0 26 4" aria-hidden="true">
              <path
                d="M0 2H26"
                stroke={`var(${colors[i]})`}
                stroke-dasharray={curveDashes[i % curveDashes.length]!.join(' ')}
              />
            </svg>
            {name}
            <strong>{write(data[i + 1]![shown])}</strong>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** Values as uPlot takes them: with `null` for a gap, as a `NaN` at the beginning would leave its axis without numbers. */
const drawable = (data: readonly ArrayLike<number>[]): uPlot.AlignedData =>
  data.map((values) =>
    Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
  ) as unknown as uPlot.AlignedData;

/** A curve in words. */
function summaryOf(
  name: string,
  values: ArrayLike<number>,
  write: (value: number | undefined) => string,
): string {
  const { none, summary } = inLanguage(shellTexts).chart;
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  if (known.length === 0) return `${name}: ${none}`;
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  return summary(name, write(known[known.length - 1]), write(least), write(most));
}
