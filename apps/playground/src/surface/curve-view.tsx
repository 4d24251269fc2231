import { useRef } from 'preact/hooks';
import { formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { placeOf, type Range } from '../plane/place.js';
import { terms } from '../signs/terms.js';
import './surface.css';
import { widest, zoomed } from './zoom.js';

/** Settings of {@link CurveView}. */
export interface CurveViewProps {
  /** What is seen, in words. */
  readonly label: string;
  /** The part that is shown while the parameter stays in it; else two or four times as much. */
  readonly xRange: Range;
  readonly yRange: Range;
  /** The curve, evenly spaced over a part {@link widest} times as wide. */
  readonly curve: ArrayLike<number>;
  /** The parameter so far, its loss and the gradient there. */
  readonly places: readonly number[];
  readonly losses: readonly number[];
  readonly gradients: readonly number[];
  /** Takes where to begin, by a tap. */
  readonly onBegin: (w: number) => void;
}

const [width, height] = [720, 460];
const shownSteps = 60;

/** The loss of one parameter as a curve, the steps on it, and the tangent at the last place. */
export function CurveView({ label, curve, places: ws, losses, gradients, onBegin, ...own }: CurveViewProps) {
  const svg = useRef<SVGSVGElement>(null);
  const words = inLanguage(terms);
  const far = ws.reduce((most, at) => Math.max(most, Math.abs(at)), 0);
  const zoom = [1, 2, widest].find((times) => far <= times * own.xRange[1]) ?? widest;
  const [xRange, yRange] = [zoomed(own.xRange, zoom), zoomed(own.yRange, zoom ** 2)];
  const toX = (w: number) => ((w - xRange[0]) / (xRange[1] - xRange[0])) * width;
  const toY = (loss: number) => (1 - (loss - yRange[0]) / (yRange[1] - yRange[0])) * height;
  const pathOf = (points: readonly (readonly [number, number])[]) =>
    `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
  const [low, high] = own.xRange;
  const wideX = (i: number) => toX(widest * (low + ((high - low) * i) / (curve.length - 1)));
  const first = Math.max(ws.length - shownSteps, 0);
  const places = ws.slice(first).map((w, i) => [toX(bound(w)), toY(bound(losses[first + i]!))] as const);
  const [w, loss, gradient] = [ws.at(-1)!, losses.at(-1)!, gradients.at(-1)!];
  const [x, y] = places.at(-1)!;
  const isSeen = Number.isFinite(loss) && y > -40 && x > -40 && x < width + 40;
  const [dx, dy] = [toX(1) - toX(0), (toY(1) - toY(0)) * gradient];
  const share = 130 / Math.hypot(dx, dy); // tangents are as long at each gradient
  const [tangentX, tangentY] = [toX(w), toY(loss)];
  return (
    <div class="curve-frame">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the slider beside it */}
      <svg
        ref={svg}
        class="curve"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        onClick={(event) => onBegin(Math.round(20 * placeOf(event, svg.current!, [xRange, yRange])[0]) / 20)}
      >
        <title>{label}</title>
        {ticks(xRange).map((at) => (
          <g key={at}>
            <path class="curve__grid" d={`M${toX(at)} 0V${height}`} />
            <text class="curve__text" x={toX(at)} y={height - 8}>
              {formatNumber(at)}
            </text>
          </g>
        ))}
        <text class="curve__text curve__text--end" x={width - 10} y={height - 42}>
          {words.parameter} w
        </text>
        <text class="curve__text curve__text--start" x={10} y={22}>
          {words.loss}
        </text>
        <path class="curve__line" d={pathOf(Array.from(curve, (at, i) => [wideX(i), toY(at)] as const))} />
        <path class="curve__trail" d={pathOf(places)} />
        {places.slice(0, -1).map(([pastX, pastY], i) => (
          <circle
            key={first + i}
            class={`curve__past${first + i === 0 ? ' curve__past--start' : ''}`}
            cx={pastX}
            cy={pastY}
            r={first + i === 0 ? 7 : 5}
          />
        ))}
        {isSeen && (
          <>
            <path
              class="curve__tangent"
              d={pathOf([
                [tangentX - share * dx, tangentY - share * dy],
                [tangentX + share * dx, tangentY + share * dy],
              ])}
            />
            <circle class="curve__here" cx={x} cy={y} r={10} />
            <text
              class={`curve__gradient${x > width / 2 ? ' curve__gradient--end' : ''}`}
              x={x + (x > width / 2 ? -18 : 18)}
              y={Math.min(Math.max(y - 18, 24), height - 84)}
            >
              {`${words.gradient} ${formatNumber(gradient, 2)}`}
            </text>
          </>
        )}
      </svg>
    </div>
  );
}

const bound = (value: number): number =>
  Number.isFinite(value) ? Math.min(Math.max(value, -1e4), 1e4) : 1e4;

const ticks = ([low, high]: Range): number[] =>
  Array.from({ length: 7 }, (_, i) => low + ((high - low) / 8) * (i + 1));
