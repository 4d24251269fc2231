import { useState } from 'preact/hooks';
import './heat-map.css';

/** Settings of {@link HeatMap}. */
export interface HeatMapProps {
  /** What is seen, in words. */
  readonly label: string;
  /** Pixels on a side. */
  readonly size: number;
  /** From 0 (paper) to 1 (ink), row by row. */
  readonly pixels: ArrayLike<number>;
  /** How much each pixel counts: at least 0, drawn against the largest. */
  readonly heat: ArrayLike<number>;
  /** Pixels that are covered. */
  readonly covered: readonly number[];
  /** Called with the pixel that is pressed; with the keyboard arrows move and Enter presses. */
  readonly onPress: (pixel: number) => void;
}

/** A picture with what counts in it as heat over it; pixels can be covered. */
export function HeatMap({ label, size, pixels, heat, covered, onPress }: HeatMapProps) {
  const [cursor, setCursor] = useState<number | undefined>();
  const most = Math.max(...Array.from(heat), 1e-9);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = cursor ?? Math.floor((size * (size + 1)) / 2);
    const moves: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -size, ArrowDown: size };
    const move = moves[event.key];
    if (move !== undefined) {
      const next = at + move;
      const isBeside = Math.abs(move) > 1 || Math.floor(next / size) === Math.floor(at / size);
      setCursor(next >= 0 && next < size * size && isBeside ? next : at);
    } else if (event.key === 'Enter' || event.key === ' ') onPress(at);
    else return;
    event.preventDefault();
  };
  return (
    <svg
      class="heat-map"
      viewBox={`0 0 ${size} ${size}`}
      role="application"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the same
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setCursor(undefined)}
      onPointerDown={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const at = (share: number) => Math.min(Math.max(Math.floor(share * size), 0), size - 1);
        setCursor(undefined);
        onPress(
          at((event.clientY - box.top) / box.height) * size + at((event.clientX - box.left) / box.width),
        );
      }}
    >
      {Array.from({ length: size * size }, (_, i) => {
        const [x, y] = [i % size, Math.floor(i / size)];
        const isCovered = covered.includes(i);
        return (
          <g key={i} transform={`translate(${x} ${y})`}>
            <rect class="heat-map__ink" width={1} height={1} opacity={isCovered ? 0 : pixels[i]!} />
            <rect class="heat-map__heat" width={1} height={1} opacity={0.82 * Math.sqrt(heat[i]! / most)} />
            {isCovered && <path class="heat-map__covered" d="M0.2 0.2 0.8 0.8M0.8 0.2 0.2 0.8" />}
            {i === cursor && <rect class="heat-map__cursor" x={0.05} y={0.05} width={0.9} height={0.9} />}
          </g>
        );
      })}
    </svg>
  );
}
