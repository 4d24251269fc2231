import { useRef } from 'preact/hooks';
import { formatNumber } from '../../i18n/numbers.js';
import { curveRanges, widest } from './settings.js';
import type { SlopeSnapshot } from './slope.js';
import './slope-view.css';

/** Settings of {@link SlopeView}. */
export interface SlopeViewProps {
  /** What is seen, in words. */
  readonly label: string;
  readonly snapshot: SlopeSnapshot;
  readonly names: { readonly slope: string; readonly parameter: string; readonly loss: string };
  /** Takes where to begin, by a tap. */
  readonly onBegin: (w: number) => void;
}

const [width, height] = [720, 460];
const shownSteps = 60;

/** The loss of one parameter as a curve, the steps on it, and the tangent at the last place. */
export function SlopeView({ label, snapshot, names, onBegin }: SlopeViewProps) {
  const svg = useRef<SVGSVGElement>(null);
  const { xRange, yRange } = viewOf(snapshot);
  const toX = (w: number) => ((w - xRange[0]) / (xRange[1] - xRange[0])) * width;
  const toY = (loss: number) => (1 - (loss - yRange[0]) / (yRange[1] - yRange[0])) * height;
  const curve = Array.from(snapshot.heights, (loss, i) => {
    const [low, high] = curveRanges[snapshot.curve].x;
    const w = widest * (low + ((high - low) * i) / (snapshot.heights.length - 1));
    return `${toX(w).toFixed(1)} ${toY(loss).toFixed(1)}`;
  }).join('L');
  const first = Math.max(snapshot.w.length - shownSteps, 0);
  const places = snapshot.w.slice(first).map((w, i) => ({
    step: first + i,
    x: toX(bound(w)),
    y: toY(bound(snapshot.loss[first + i]!)),
  }));
  const here = places.at(-1)!;
  const [w, loss, slope] = [snapshot.w.at(-1)!, snapshot.loss.at(-1)!, snapshot.slope.at(-1)!];
  const isSeen = Number.isFinite(loss) && here.y > -40 && here.x > -40 && here.x < width + 40;
  const onClick = (event: MouseEvent) => {
    const box = svg.current!.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    onBegin(Math.round(20 * (xRange[0] + share * (xRange[1] - xRange[0]))) / 20);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the slider beside it
    <svg
      ref={svg}
      class="slope"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      onClick={onClick}
    >
      <title>{label}</title>
      {ticks(xRange).map((at) => (
        <g key={at}>
          <path class="slope__grid" d={`M${toX(at)} 0V${height}`} />
          <text class="slope__tick" x={toX(at)} y={height - 8}>
            {formatNumber(at)}
          </text>
        </g>
      ))}
      <text class="slope__name slope__name--end" x={width - 10} y={height - 42}>
        {names.parameter}
      </text>
      <text class="slope__name" x={10} y={22}>
        {names.loss}
      </text>
      <path class="slope__curve" d={`M${curve}`} />
      <path
        class="slope__trail"
        d={`M${places.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`}
      />
      {places.slice(0, -1).map(({ step, x, y }) => (
        <circle
          key={step}
          class={`slope__past${step === 0 ? ' slope__past--start' : ''}`}
          cx={x}
          cy={y}
          r={step === 0 ? 7 : 5}
        />
      ))}
      {isSeen && (
        <>
          <path class="slope__tangent" d={tangent(w, loss, slope, toX, toY)} />
          <circle class="slope__here" cx={here.x} cy={here.y} r={10} />
          <text
            class={`slope__slope${here.x > width / 2 ? ' slope__slope--end' : ''}`}
            x={here.x + (here.x > width / 2 ? -18 : 18)}
            y={Math.min(Math.max(here.y - 18, 24), height - 44)}
          >
            {`${names.slope} ${formatNumber(slope, 2)}`}
          </text>
        </>
      )}
    </svg>
  );
}

/** The part that is shown: wider by factors of two when the parameter goes far. */
function viewOf({ curve, w }: SlopeSnapshot): { xRange: [number, number]; yRange: [number, number] } {
  const { x, y } = curveRanges[curve];
  const far = w.reduce((most, at) => Math.max(most, Math.abs(at)), 0);
  const zoom = [1, 2, widest].find((factor) => far <= factor * x[1]) ?? widest;
  return { xRange: [zoom * x[0], zoom * x[1]], yRange: [zoom ** 2 * y[0], zoom ** 2 * y[1]] };
}

const bound = (value: number): number =>
  Number.isFinite(value) ? Math.min(Math.max(value, -1e4), 1e4) : 1e4;

const ticks = ([low, high]: readonly [number, number]): number[] => {
  const step = (high - low) / 8;
  return Array.from({ length: 7 }, (_, i) => low + step * (i + 1));
};

/** A piece of the tangent, of the same length at each slope. */
function tangent(
  w: number,
  loss: number,
  slope: number,
  toX: (w: number) => number,
  toY: (loss: number) => number,
): string {
  const [dx, dy] = [toX(1) - toX(0), (toY(1) - toY(0)) * slope];
  const share = 130 / Math.hypot(dx, dy);
  const [x, y] = [toX(w), toY(loss)];
  return `M${x - share * dx} ${y - share * dy}L${x + share * dx} ${y + share * dy}`;
}
