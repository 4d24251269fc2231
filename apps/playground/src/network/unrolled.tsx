import { useRef } from 'preact/hooks';
import { lighting } from '../guide/light.js';
import { formatShort } from '../i18n/numbers.js';
import { useSize } from '../plane/use-size.js';
import './unrolled.css';

/** What one sees of a recurrent network over the steps of time. */
export interface StepsView {
  /** Forward: a value at each step. */
  readonly values: Float32Array;
  /** Backward: the share of the gradient that arrives, 1 at the last step. */
  readonly shares: Float32Array;
}

/** Settings of {@link Unrolled}. */
export interface UnrolledProps {
  /** What is seen, in words. */
  readonly label: string;
  /** What comes in at each step, 0 or 1. */
  readonly bits: readonly number[];
  /** What the values should be. */
  readonly goal: readonly number[];
  readonly bars: StepsView;
  /** Another network that reads the same, as a line. */
  readonly line: StepsView | undefined;
  /** Whether the way back is shown. */
  readonly showsBack: boolean;
  /** The step that is looked at, from 1. */
  readonly at: number;
  readonly onPoint: (at: number) => void;
}

const axis = 44; // pixels for the numbers at the left
const foot = 18;

/** A recurrent network unrolled over time: values forward above, what arrives of the gradient below, both by powers of ten. */
export function Unrolled(props: UnrolledProps) {
  const { label, bits, goal, bars, line, showsBack, at, onPoint } = props;
  const place = useRef<HTMLDivElement>(null);
  const [width, height] = useSize(place);
  const steps = bits.length;
  const step = Math.max(width - axis, 1) / steps;
  const toX = (t: number) => axis + (t + 0.5) * step;
  const upper = Math.round((height - foot) * 0.46);
  const lower = { top: upper + foot + 8, height: Math.max(height - upper - foot - 8, 1) };
  const most = Math.max(2, Math.ceil(Math.log10(1 + largest([...bars.values, ...goal]))));
  const toUpper = (value: number) =>
    upper * (1 - Math.min(Math.log10(1 + Math.abs(finite(value))) / most, 1));
  const farthest = Math.max(
    ...[bars, line].map((view) => (showsBack && view ? powerOf(view.shares[0]!) : 0)),
  );
  const reach = reaches.find((power) => power >= farthest) ?? reaches.at(-1)!;
  const middle = lower.top + lower.height / 2;
  const toLower = (share: number) => {
    const power = Math.log10(Math.max(Math.abs(finite(share)), 1e-38));
    return middle - (Math.min(Math.max(power / reach, -1), 1) * lower.height) / 2;
  };
  const point = (event: PointerEvent) => {
    const { left } = place.current!.getBoundingClientRect();
    onPoint(Math.min(Math.max(Math.floor((event.clientX - left - axis) / step) + 1, 1), steps));
  };
  const gap = Math.min(3, step * 0.2);
  const bar = (value: number, i: number, from: number, to: number) => (
    <rect
      key={i}
      class={`unrolled-bar unrolled-bar--${value < 0 ? 'below' : 'above'}${Number.isFinite(value) ? '' : ' unrolled-bar--lost'}`}
      x={axis + i * step + gap / 2}
      width={Math.max(step - gap, 1)}
      y={Math.min(from, to)}
      height={Math.max(Math.abs(from - to), 1)}
    />
  );
  const pathOf = (values: ArrayLike<number>, toY: (value: number) => number) =>
    Array.from(
      values,
      (value, t) => `${t === 0 ? 'M' : 'L'}${toX(t).toFixed(1)} ${toY(value).toFixed(1)}`,
    ).join('');
  return (
    <div ref={place} class="unrolled">
      {height > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={label}
          onPointerDown={point}
          onPointerMove={point}
        >
          <rect class="unrolled-at" x={axis + (at - 1) * step} width={step} y={0} height={height} />
          <g {...lighting('forward')}>
            {powers(most).map((power) => (
              <g key={power}>
                <path class="unrolled-grid" d={`M${axis} ${upper * (1 - power / most)}H${width}`} />
                <text
                  class="unrolled-number"
                  x={axis - 6}
                  y={upper * (1 - power / most) + (power === most ? 10 : 4)}
                >
                  {formatShort(10 ** power - (power === 0 ? 1 : 0))}
                </text>
              </g>
            ))}
            {Array.from(bars.values, (one, i) => bar(one, i, upper, toUpper(one)))}
            <path class="unrolled-goal" d={pathOf(goal, toUpper)} />
            {line && <path class="unrolled-line" d={pathOf(line.values, toUpper)} {...lighting('line')} />}
          </g>
          {bits.map((bit, i) => (
            <circle
              key={i}
              class={`unrolled-bit unrolled-bit--${bit}`}
              cx={toX(i)}
              cy={upper + foot / 2 + 1}
              r={Math.min(4.5, step * 0.38)}
            />
          ))}
          {showsBack && (
            <g {...lighting('backward')}>
              {[-reach, 0, reach].map((power) => (
                <g key={power}>
                  <path
                    class={power === 0 ? 'unrolled-one' : 'unrolled-grid'}
                    d={`M${axis} ${middle - (power / reach / 2) * lower.height}H${width}`}
                  />
                  <text
                    class="unrolled-number"
                    x={axis - 6}
                    y={middle - (power / reach / 2) * lower.height + (power === 0 ? 4 : power > 0 ? 10 : -2)}
                  >
                    {formatShort(10 ** power)}
                  </text>
                </g>
              ))}
              {Array.from(bars.shares, (one, i) => bar(one, i, middle, toLower(one)))}
              {line && <path class="unrolled-line" d={pathOf(line.shares, toLower)} {...lighting('line')} />}
            </g>
          )}
        </svg>
      )}
    </div>
  );
}

const reaches = [2, 4, 8, 15, 30]; // powers of ten that the lower axis shows, above and below 1

/** How many powers of ten a share is from 1. */
const powerOf = (share: number): number =>
  Math.abs(Math.log10(Math.min(Math.max(Math.abs(finite(share)), 1e-30), 1e30)));

const finite = (value: number): number => (Number.isFinite(value) ? value : 1e38);

const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(finite(value))), 0);

/** At most four powers of ten from 0 on, the greatest among them. */
const powers = (most: number): number[] => {
  const every = Math.ceil(most / 3);
  return Array.from({ length: Math.ceil(most / every) }, (_, i) => most - i * every).concat(0);
};
