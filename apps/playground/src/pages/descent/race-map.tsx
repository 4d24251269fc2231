import { useEffect, useRef, useState } from 'preact/hooks';
import { theme } from '../../theme/theme.js';
import { drawMap, drawRace } from './draw-race.js';
import type { RaceSnapshot } from './race.js';
import { type ContestantName, landscapes, type Place } from './settings.js';

/** Settings of {@link RaceMap}. */
export interface RaceMapProps {
  /** What is seen, in words. */
  readonly label: string;
  readonly snapshot: RaceSnapshot;
  readonly shown: ReadonlySet<ContestantName>;
  readonly start: Place;
  /** Takes a place to start from: by a tap, or with arrows and Enter. */
  readonly onStart: (place: Place) => void;
}

/** The surface as a map, with everyone's trail. */
export function RaceMap({ label, snapshot, shown, start, onStart }: RaceMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = useRef<HTMLCanvasElement>();
  const drawn = useRef('');
  const [side, setSide] = useState(0);
  const [cursor, setCursor] = useState<Place | undefined>();
  const currentTheme = theme.value;
  const { xRange, yRange } = landscapes[snapshot.surface];

  useEffect(() => {
    const element = canvas.current!;
    const observer = new ResizeObserver(() => setSide(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (side === 0) return;
    const frame = requestAnimationFrame(() => {
      map.current ??= document.createElement('canvas');
      const key = `${snapshot.surface} ${currentTheme} ${side}`;
      if (drawn.current !== key) drawMap(map.current, side, snapshot.relief);
      drawn.current = key;
      drawRace(canvas.current!, map.current, side, { snapshot, shown, start, cursor });
    });
    return () => cancelAnimationFrame(frame);
  }, [snapshot, shown, start, cursor, side, currentTheme]);

  const [spanX, spanY] = [xRange[1] - xRange[0], yRange[1] - yRange[0]];
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = cursor ?? start;
    const [stepX, stepY] = [spanX / 40, spanY / 40];
    const moves: Record<string, Place> = {
      ArrowLeft: [snap(x - stepX, stepX), y],
      ArrowRight: [snap(x + stepX, stepX), y],
      ArrowUp: [x, snap(y + stepY, stepY)],
      ArrowDown: [x, snap(y - stepY, stepY)],
    };
    const next = moves[event.key];
    if (next) setCursor([clamp(next[0], xRange), clamp(next[1], yRange)]);
    else if (event.key === 'Enter' || event.key === ' ') onStart([x, y]);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const box = canvas.current!.getBoundingClientRect();
    const x = xRange[0] + ((event.clientX - box.left) / box.width) * spanX;
    const y = yRange[1] - ((event.clientY - box.top) / box.height) * spanY;
    setCursor(undefined);
    onStart([snap(x, spanX / 80), snap(y, spanY / 80)]);
  };
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys move a cross on it, so that it needs them all
    <canvas
      ref={canvas}
      class="race-map"
      role="application"
      aria-label={label}
      tabIndex={0}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onBlur={() => setCursor(undefined)}
    />
  );
}

const clamp = (value: number, [least, most]: readonly [number, number]) =>
  Math.min(Math.max(value, least), most);

/** The nearest multiple of a step, without the digits that division leaves. */
const snap = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));
