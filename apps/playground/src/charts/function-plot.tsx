import { memo } from 'preact/compat';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { lighting } from '../guide/light.js';
import { formatNumber } from '../i18n/numbers.js';
import './function-plot.css';

/** The part of the plane that a plot shows. */
export interface PlotRange {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Distance between two values of a curve. */
  readonly xStep: number;
}

/** A function and its derivative, at points of the x axis that are `xStep` apart. */
export interface Curve {
  readonly values: Float32Array;
  readonly derivatives: Float32Array;
}

/** Settings of {@link FunctionPlot}. */
export interface FunctionPlotProps {
  readonly range: PlotRange;
  readonly curve: Curve;
  readonly x: number;
  readonly onX: (x: number) => void;
  /** What x is, for screen readers. */
  readonly label: string;
  /** What stands there, for screen readers. */
  readonly valueText: string;
  /** Parts of the x axis that are shaded, and what is written there; they light as `flat`. */
  readonly shaded?: readonly (readonly [from: number, to: number])[];
  readonly shadedText?: string;
  /** More points on the curve; one of them may be looked at. */
  readonly dots?: readonly (readonly [x: number, y: number])[];
  readonly looked?: number | undefined;
}

/**
 * A function, its derivative (dashed) and its tangent at the x that one drags. One unit is as long on both axes. The parts light
 * as `value`, `derivative` and `tangent`.
 */
export function FunctionPlot(props: FunctionPlotProps) {
  const { range, curve, x, onX, label, valueText, shaded = [], shadedText = '', dots = [], looked } = props;
  const [x0, x1] = range.x;
  const [y0, y1] = range.y;
  const svg = useRef<SVGSVGElement>(null);
  const isDragged = useRef(false);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const observer = new ResizeObserver(() => setWidth(svg.current!.clientWidth || 600));
    observer.observe(svg.current!);
    return () => observer.disconnect();
  }, []);
  const unit = width / (x1 - x0);
  const height = unit * (y1 - y0);
  const toX = (value: number) => (clamp(value, range.x) - x0) * unit;
  const toY = (value: number) => (y1 - value) * unit;
  const paths = useMemo(
    () => [curve.values, curve.derivatives].map((values) => curvePath(values, range, unit)),
    [curve, unit],
  );
  const i = curveIndex(x, range);
  const [y, derivative] = [curve.values[i]!, curve.derivatives[i]!];
  const reach = 1.6 / Math.hypot(1, derivative); // the tangent is as long everywhere
  const move = (to: number) =>
    onX(Number((Math.round(clamp(to, range.x) / range.xStep) * range.xStep).toFixed(4)));
  const drag = (event: PointerEvent) => {
    const box = svg.current!.getBoundingClientRect();
    move(x0 + ((event.clientX - box.left) / box.width) * (x1 - x0));
  };
  const letGo = () => {
    isDragged.current = false;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const size = event.shiftKey ? 1 : range.xStep;
    const moves: Record<string, number> = {
      ArrowRight: x + size,
      ArrowUp: x + size,
      ArrowLeft: x - size,
      ArrowDown: x - size,
      Home: x0,
      End: x1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    move(next);
  };
  const spot = looked === undefined ? undefined : dots[looked];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <svg
      ref={svg}
      class="plot"
      role="group"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      style={{ aspectRatio: `${x1 - x0} / ${y1 - y0}` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        isDragged.current = true;
        drag(event);
      }}
      onPointerMove={(event) => isDragged.current && drag(event)}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    >
      {shaded.map(([from, to]) => (
        <g key={from} {...lighting('flat')}>
          <rect class="plot__shade" x={toX(from)} width={(to - from) * unit} height={height} />
          {(to - from) * unit > 70 && (
            <text class="plot__note" x={toX((from + to) / 2)} y={height - 26}>
              {shadedText}
            </text>
          )}
        </g>
      ))}
      <Axes range={range} unit={unit} />
      <path class="plot__derivative" d={paths[1]} {...lighting('derivative')} />
      <path class="plot__value" d={paths[0]} {...lighting('value')} />
      <path
        class="plot__tangent"
        d={`M${(x - reach - x0) * unit} ${toY(y - reach * derivative)}L${(x + reach - x0) * unit} ${toY(y + reach * derivative)}`}
        {...lighting('tangent')}
      />
      <path class="plot__guide" d={`M${toX(x)} 0V${height}`} />
      {dots.map((dot, at) => (
        <circle key={at} class="plot__spot" cx={toX(dot[0])} cy={toY(clamp(dot[1], range.y))} r={4} />
      ))}
      {spot && (
        <g
          class="plot__looked"
          style={{ transform: `translate(${toX(spot[0])}px, ${toY(clamp(spot[1], range.y))}px)` }}
        >
          <circle r={10} />
          <text y={4}>{formatNumber(looked! + 1)}</text>
        </g>
      )}
      <circle class="plot__dot" cx={toX(x)} cy={toY(derivative)} r={5} />
      <g
        class="plot__handle"
        role="slider"
        tabindex={0}
        aria-label={label}
        aria-valuemin={x0}
        aria-valuemax={x1}
        aria-valuenow={x}
        aria-valuetext={valueText}
        transform={`translate(${toX(x)} ${toY(clamp(y, range.y))})`}
        onKeyDown={onKeyDown}
      >
        <circle r={9} />
      </g>
    </svg>
  );
}

const clamp = (value: number, [least, most]: readonly [number, number]) =>
  Math.min(Math.max(value, least), most);

/** Where a value of x stands in a curve. */
export const curveIndex = (x: number, { x: [from, to], xStep }: PlotRange): number =>
  Math.round((clamp(x, [from, to]) - from) / xStep);

/** The way of a curve in SVG, with `unit` pixels to one; it is lifted where it jumps. */
function curvePath(values: Float32Array, { y: [, y1], xStep }: PlotRange, unit: number): string {
  let path = '';
  for (let i = 0; i < values.length; i++) {
    const jumps = i === 0 || Math.abs(values[i]! - values[i - 1]!) > 0.5;
    path += `${jumps ? 'M' : 'L'}${(i * xStep * unit).toFixed(1)} ${((y1 - values[i]!) * unit).toFixed(1)}`;
  }
  return path;
}

/** Parts of the x axis where the derivative is below a bound, but for those that are only the turn of a curve. */
export function flatParts(
  { derivatives }: Curve,
  { x: [x0], xStep }: PlotRange,
  bound: number,
): (readonly [from: number, to: number])[] {
  const parts: (readonly [number, number])[] = [];
  let start = -1;
  for (let i = 0; i <= derivatives.length; i++) {
    const isFlat = i < derivatives.length && Math.abs(derivatives[i]!) < bound;
    if (isFlat && start < 0) start = i;
    if (!isFlat && start >= 0) {
      if ((i - start) * xStep > 0.6) parts.push([x0 + start * xStep, x0 + (i - 1) * xStep]);
      start = -1;
    }
  }
  return parts;
}

/** Settings of {@link SmallPlot}. */
export interface SmallPlotProps {
  readonly range: PlotRange;
  readonly curve: Curve;
  /** Changes when the curve does: it is drawn anew then only. */
  readonly version: number;
}

const smallUnit = 12;

/** A function and its derivative in small, without numbers. */
export const SmallPlot = memo(
  ({ range, curve }: SmallPlotProps) => {
    const [[x0, x1], [y0, y1]] = [range.x, range.y];
    const [width, height] = [(x1 - x0) * smallUnit, (y1 - y0) * smallUnit];
    return (
      <svg viewBox={`0 0 ${width} ${height}`} class="plot-small" aria-hidden="true">
        <path class="plot__axis" d={`M0 ${y1 * smallUnit}H${width}M${-x0 * smallUnit} 0V${height}`} />
        <path class="plot__derivative" d={curvePath(curve.derivatives, range, smallUnit)} />
        <path class="plot__value" d={curvePath(curve.values, range, smallUnit)} />
      </svg>
    );
  },
  (before, after) => before.version === after.version,
);

function Axes({ range, unit }: { readonly range: PlotRange; readonly unit: number }) {
  const [x0, x1] = range.x;
  const [y0, y1] = range.y;
  const [width, height] = [(x1 - x0) * unit, (y1 - y0) * unit];
  const whole = (from: number, to: number, every: number) =>
    Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_, i) => Math.ceil(from) + i).filter(
      (value) => value !== 0 && value % every === 0,
    );
  const xs = whole(x0, x1, unit < 48 ? 2 : 1).map((x) => [x, (x - x0) * unit] as const);
  const ys = whole(y0, y1, 1).map((y) => [y, (y1 - y) * unit] as const);
  const [zeroX, zeroY] = [-x0 * unit, y1 * unit];
  return (
    <g class="plot__axes">
      <path
        d={[...xs.map(([, at]) => `M${at} 0V${height}`), ...ys.map(([, at]) => `M0 ${at}H${width}`)].join('')}
      />
      <path class="plot__axis" d={`M0 ${zeroY}H${width}M${zeroX} 0V${height}`} />
      {xs
        .filter(([, at]) => at > 9 && at < width - 9)
        .map(([x, at]) => (
          <text key={x} x={at} y={height - 6} text-anchor="middle">
            {formatNumber(x)}
          </text>
        ))}
      {ys.map(([y, at]) => (
        <text key={y} x={zeroX - 6} y={at + 4} text-anchor="end">
          {formatNumber(y)}
        </text>
      ))}
    </g>
  );
}
