import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatBrief, formatNumber } from '../i18n/numbers.js';
import { inLanguage, language } from '../i18n/texts.js';
import { shellTexts } from '../shell/texts.js';
import { theme } from '../theme/theme.js';
import { chartOptions, curveDashes } from './chart-options.js';
import './line-chart.css';

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
  /** Height of the picture in pixels, default 180. */
  readonly height?: number;
  /** Whether the values' axis goes by factors of ten. */
  readonly logarithmic?: boolean;
  /** Least and greatest value that the axis shows in any case. */
  readonly range?: readonly [number | undefined, number | undefined];
}

/** Curves over steps, drawn at most once a frame, with a legend that follows the pointer and a summary in words. */
export function LineChart(props: LineChartProps) {
  const { label, x, series, decimals, height = 180, logarithmic = false, range } = props;
  const texts = inLanguage(shellTexts).chart;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>();
  const [at, setAt] = useState<number | undefined>();
  const colors = series.map(({ color }, i) => color ?? `--series-${(i % 6) + 1}`);
  const key = `${colors.join()} ${theme.value} ${language.value} ${height} ${logarithmic} ${range?.join()}`;
  const data = useMemo(
    () => [x, ...series.map(({ values }) => values)] as unknown as uPlot.AlignedData,
    [x, ...series.map(({ values }) => values)],
  );
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    const element = place.current!;
    const options = chartOptions({ colors, height, logarithmic, range, onHover: setAt });
    const chart = new uPlot(
      { ...options, width: Math.max(element.clientWidth, 50) },
      latest.current,
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
    const frame = requestAnimationFrame(() => plot.current?.setData(data));
    return () => cancelAnimationFrame(frame);
  }, [data]);

  const last = x.length - 1;
  const shown = at !== undefined && at <= last ? at : last;
  const write = (value: number | undefined) =>
    value === undefined || Number.isNaN(value)
      ? '–'
      : decimals === undefined
        ? formatBrief(value)
        : formatNumber(value, decimals);
  const summary = series.map(({ name, values }) => {
    const known = Array.from(values).filter((value) => !Number.isNaN(value));
    if (known.length === 0) return `${name}: ${texts.none}`;
    const least = known.reduce((a, b) => Math.min(a, b));
    const most = known.reduce((a, b) => Math.max(a, b));
    return texts.summary(name, write(known[known.length - 1]), write(least), write(most));
  });
  return (
    <figure class="chart">
      <div
        ref={place}
        role="img"
        aria-label={`${label}. ${summary.join('. ')}.`}
        style={{ minHeight: height }}
      />
      <ul class="chart__legend" aria-hidden="true">
        {series.map(({ name, values }, i) => (
          <li key={name}>
            <svg class="chart__swatch" viewBox="0 0 26 4" aria-hidden="true">
              <path
                d="M0 2H26"
                stroke={`var(${colors[i]})`}
                stroke-dasharray={curveDashes[i % curveDashes.length]!.join(' ')}
              />
            </svg>
            {name}
            <strong>{write(values[shown])}</strong>
          </li>
        ))}
      </ul>
    </figure>
  );
}
