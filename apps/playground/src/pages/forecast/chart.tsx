import { useRef, useState } from 'preact/hooks';
import { lighting } from '../../guide/light.js';
import { formatNumber } from '../../i18n/numbers.js';
import { useSize } from '../../plane/use-size.js';
import { ahead, past, windowLength } from '../../series/series.js';
import type { ForecastSnapshot } from './train.js';

/** Settings of {@link ForecastChart}. */
export interface ForecastChartProps {
  /** What is seen, in words. */
  readonly label: string;
  readonly snapshot: ForecastSnapshot;
  readonly showsTruth: boolean;
  /** The step ahead that is looked at, from 0. */
  readonly at: number;
  readonly onPoint: (at: number) => void;
  /** How many values of its window the network has read in slow motion; the forecast comes after the last one. */
  readonly read: number | undefined;
  /** What stands on it while nothing is drawn. */
  readonly hint: string | undefined;
  /** Takes a stroke of one's own curve: values from one step to another; undefined where one doesn't draw. */
  readonly onDraw: ((from: number, values: readonly number[]) => void) | undefined;
}

const [axis, margin] = [30, 8]; // pixels for the numbers at the left, and at the right
const count = past + ahead;

/** The past, the forecast with its band, what was one season before, and the truth. One may draw on it. */
export function ForecastChart({
  label,
  snapshot,
  showsTruth,
  at,
  onPoint,
  read,
  hint,
  onDraw,
}: ForecastChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, height] = useSize(place);
  const pen = useRef<readonly [step: number, value: number] | undefined>();
  const [cursor, setCursor] = useState<readonly [step: number, value: number]>([0, 0]);
  const { bands, naive, truth } = snapshot;
  const seen = [
    ...snapshot.past,
    ...truth.filter((value) => !Number.isNaN(value)),
    ...naive,
    ...bands.flat(),
  ];
  const [low, high] = onDraw
    ? [-2.2, 2.2]
    : [Math.floor(Math.min(-1.5, ...seen) - 0.3), Math.ceil(Math.max(1.5, ...seen) + 0.3)];
  const step = Math.max(width - axis - margin, 1) / (count - 1);
  const toX = (i: number) => axis + i * step;
  const toY = (value: number) =>
    Math.min(Math.max((1 - (value - low) / (high - low)) * height, -9), height + 9);
  const pathOf = (values: readonly number[], from: number) => {
    let isDown = false;
    return values
      .map((value, i) => {
        if (Number.isNaN(value)) {
          isDown = false;
          return '';
        }
        const part = `${isDown ? 'L' : 'M'}${toX(from + i).toFixed(1)} ${toY(value).toFixed(1)}`;
        isDown = true;
        return part;
      })
      .join('');
  };
  const quantile = (k: number) => bands.map((band) => band[k]!);
  const last = snapshot.past.at(-1)!; // where forecasts begin
  const edge = (k: number) => [last, ...quantile(k)].map((value, i) => [past - 1 + i, value] as const);
  const band = [...edge(2), ...edge(0).reverse()].map(
    ([i, value]) => `${toX(i).toFixed(1)} ${toY(value).toFixed(1)}`,
  );
  const placeOf = (event: PointerEvent): readonly [number, number] => {
    const box = place.current!.getBoundingClientRect();
    const i = Math.round((event.clientX - box.left - axis) / step);
    const value = high - ((event.clientY - box.top) / box.height) * (high - low);
    return [Math.min(Math.max(i, 0), count - 1), Math.min(Math.max(value, -2), 2)];
  };
  const move = (event: PointerEvent) => {
    const now = placeOf(event);
    if (!onDraw || !pen.current) {
      if (now[0] >= past) onPoint(now[0] - past);
      return;
    }
    const [from, to] = pen.current[0] <= now[0] ? [pen.current, now] : [now, pen.current];
    const span = Math.max(to[0] - from[0], 1);
    onDraw(
      from[0],
      Array.from({ length: to[0] - from[0] + 1 }, (_, i) => from[1] + ((to[1] - from[1]) * i) / span),
    );
    pen.current = now;
  };
  const lift = () => {
    pen.current = undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [1, 0],
      ArrowLeft: [-1, 0],
      ArrowUp: [0, 0.2],
      ArrowDown: [0, -0.2],
    };
    const by = moves[event.key];
    if (!by || !onDraw) return;
    event.preventDefault();
    const next = [
      Math.min(Math.max(cursor[0] + by[0], 0), count - 1),
      Math.min(Math.max(cursor[1] + by[1], -2), 2),
    ] as const;
    setCursor(next);
    onDraw(next[0], [next[1]]);
  };
  const end = bands[at]!;
  const window = snapshot.past.slice(-windowLength);
  const isRead = read === undefined || read > windowLength;
  const drawing = onDraw && {
    role: 'application' as const,
    tabindex: 0,
    onKeyDown,
  };
  return (
    <div ref={place} class={`forecast-chart${onDraw ? ' forecast-chart--draws' : ''}`}>
      {height > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          {...drawing}
          aria-label={label}
          onPointerDown={(event) => {
            if (onDraw) {
              event.currentTarget.setPointerCapture(event.pointerId);
              pen.current = placeOf(event);
            }
            move(event);
          }}
          onPointerMove={move}
          onPointerUp={lift}
          onPointerCancel={lift}
        >
          {levels(low, high).map((level) => (
            <g key={level}>
              <path class="forecast-grid" d={`M${axis} ${toY(level)}H${width}`} />
              <text
                class="forecast-number"
                x={axis - 6}
                y={Math.min(Math.max(toY(level) + 4, 10), height - 2)}
              >
                {formatNumber(level)}
              </text>
            </g>
          ))}
          <path class="forecast-now" d={`M${toX(past - 1)} 0V${height}`} />
          {isRead && <path class="forecast-band" d={`M${band.join('L')}Z`} {...lighting('band')} />}
          <path class="forecast-naive" d={pathOf([last, ...naive], past - 1)} {...lighting('naive')} />
          <path class="forecast-past" d={pathOf(snapshot.past, 0)} />
          {read && <path class="forecast-read" d={pathOf(window.slice(0, read), past - windowLength)} />}
          {showsTruth && (
            <path class="forecast-truth" d={pathOf([last, ...truth], past - 1)} {...lighting('truth')} />
          )}
          {isRead && (
            <>
              <path
                class="forecast-median"
                d={pathOf([last, ...quantile(1)], past - 1)}
                {...lighting('median')}
              />
              <path class="forecast-span" d={`M${toX(past + at)} ${toY(end[0]!)}V${toY(end[2]!)}`} />
              <circle class="forecast-dot" cx={toX(past + at)} cy={toY(end[1]!)} r={5} />
            </>
          )}
          {hint && (
            <text class="forecast-hint" x={toX(past / 2)} y={height * 0.3}>
              {hint}
            </text>
          )}
          {onDraw && <circle class="forecast-pen" cx={toX(cursor[0])} cy={toY(cursor[1])} r={4} />}
        </svg>
      )}
    </div>
  );
}

/** Whole numbers on the axis, at most five. */
const levels = (low: number, high: number): number[] => {
  const every = Math.ceil((high - low) / 5);
  const first = Math.ceil(low / every) * every;
  return Array.from({ length: Math.floor((high - first) / every) + 1 }, (_, i) => first + i * every);
};
