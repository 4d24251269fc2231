import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { cssColor, prefersReducedMotion, theme } from '../theme/theme.js';
import './live-network.css';
import { moonPoints, signals, think } from './moon-network.js';
import { homeTexts } from './texts.js';

const side = 220; // of the plane
const reach = 2.8; // coordinates from −2.8 to 2.8
const cells = 44;
const layers = {
  x: [282, 366, 440],
  inputs: [70, 150],
  hidden: [22, 66, 110, 154, 198],
  output: 110,
} as const;
const roundMs = 16_000;

/** A trained network at work: a place wanders over the plane, or follows the pointer, and the network answers which moon it is. */
export function LiveNetwork() {
  const texts = inLanguage(homeTexts);
  const svg = useRef<SVGSVGElement>(null);
  const pointed = useRef<readonly [number, number]>();
  const [[x, y], setPlace] = useState<readonly [number, number]>(wander(0.13));
  useEffect(() => {
    if (prefersReducedMotion()) return undefined;
    let isSeen = true;
    const observer = new IntersectionObserver(([entry]) => {
      isSeen = entry?.isIntersecting ?? true;
    });
    observer.observe(svg.current!);
    let frame = requestAnimationFrame(function move(now) {
      if (isSeen && !pointed.current) setPlace(wander(now / roundMs));
      frame = requestAnimationFrame(move);
    });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, []);
  const follow = (event: PointerEvent) => {
    const box = svg.current!.getBoundingClientRect();
    const scale = 480 / box.width;
    const [px, py] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    if (px > side) return;
    pointed.current = [(px / side) * 2 * reach - reach, reach - (py / side) * 2 * reach];
    setPlace(pointed.current);
  };
  const picture = useMemo(paintPlane, [theme.value]);
  const thought = think(x, y);
  const { in: into, out } = signals(thought);
  const [left, top] = toSpot(x, y);
  return (
    <svg
      ref={svg}
      class="live"
      viewBox="0 0 480 220"
      role="img"
      aria-label={texts.network}
      onPointerMove={follow}
      onPointerLeave={() => {
        pointed.current = undefined;
      }}
    >
      <image href={picture} width={side} height={side} class="live__plane" preserveAspectRatio="none" />
      {moonPoints.map((point, i) => {
        const [cx, cy] = toSpot(point.x, point.y);
        return point.label === 0 ? (
          <circle key={i} class="live__a" cx={cx} cy={cy} r="4" />
        ) : (
          <rect key={i} class="live__b" x={cx - 3.6} y={cy - 3.6} width="7.2" height="7.2" />
        );
      })}
      {layers.inputs.map((cy) => (
        <path
          key={cy}
          class="live__lead"
          d={`M${left} ${top}C${side + 20} ${top} ${side + 20} ${cy} ${layers.x[0]} ${cy}`}
        />
      ))}
      {into.map((signal, i) => (
        <Wire
          key={i}
          signal={signal}
          from={[layers.x[0], layers.inputs[Math.floor(i / 5)]!]}
          to={[layers.x[1], layers.hidden[i % 5]!]}
        />
      ))}
      {out.map((signal, i) => (
        <Wire
          key={i}
          signal={signal / 2}
          from={[layers.x[1], layers.hidden[i]!]}
          to={[layers.x[2], layers.output]}
        />
      ))}
      {layers.inputs.map((cy, i) => (
        <Unit key={cy} at={[layers.x[0], cy]} value={thought.inputs[i]! / reach} />
      ))}
      {layers.hidden.map((cy, i) => (
        <Unit key={cy} at={[layers.x[1], cy]} value={thought.hidden[i]!} />
      ))}
      <Unit at={[layers.x[2], layers.output]} value={thought.output} isLarge />
      <circle class="live__place" cx={left} cy={top} r="7" />
    </svg>
  );
}

type Spot = readonly [x: number, y: number];

/** A connection: orange for positive, dashed for negative, as wide as it says much. */
function Wire({ signal, from, to }: { readonly signal: number; readonly from: Spot; readonly to: Spot }) {
  return (
    <line
      class={signal < 0 ? 'live__wire live__wire--negative' : 'live__wire'}
      stroke-width={0.6 + Math.min(5, Math.abs(signal) * 1.6)}
      x1={from[0]}
      y1={from[1]}
      x2={to[0]}
      y2={to[1]}
    />
  );
}

interface UnitProps {
  readonly at: Spot;
  readonly value: number;
  readonly isLarge?: boolean;
}

function Unit({ at: [cx, cy], value, isLarge }: UnitProps) {
  const r = isLarge ? 20 : 13;
  return (
    <>
      <circle class="live__unit" cx={cx} cy={cy} r={r} />
      <circle
        class={value < 0 ? 'live__a' : 'live__b'}
        cx={cx}
        cy={cy}
        r={r - 2.5}
        opacity={Math.min(1, Math.abs(value))}
      />
    </>
  );
}

/** A closed way through both moons; `at` counts its rounds. */
function wander(at: number): readonly [number, number] {
  const angle = 2 * Math.PI * at;
  return [2.2 * Math.sin(angle), 1.5 * Math.sin(2 * angle + 0.6)];
}

const toSpot = (x: number, y: number): [number, number] => [
  ((x + reach) / (2 * reach)) * side,
  ((reach - y) / (2 * reach)) * side,
];

/** The answers over the plane, as a picture. */
function paintPlane(): string {
  const canvas = document.createElement('canvas');
  canvas.width = cells;
  canvas.height = cells;
  const context = canvas.getContext('2d')!;
  const [a, b] = [cssColor('--region-a'), cssColor('--region-b')];
  context.fillStyle = cssColor('--region-mid');
  context.fillRect(0, 0, cells, cells);
  for (let i = 0; i < cells * cells; i++) {
    const [column, row] = [i % cells, Math.floor(i / cells)];
    const at = (n: number) => ((n + 0.5) / cells) * 2 * reach - reach;
    const { output } = think(at(column), -at(row));
    context.globalAlpha = Math.abs(output);
    context.fillStyle = output < 0 ? a : b;
    context.fillRect(column, row, 1, 1);
  }
  return canvas.toDataURL();
}
