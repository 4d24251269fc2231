import { useEffect, useRef, useState } from 'preact/hooks';
import { bounded, placeOf, type Range } from '../../plane/place.js';
import { useSize } from '../../plane/use-size.js';
import { theme } from '../../theme/theme.js';
import { Spoken } from '../../ui/spoken.js';
import { drawLatent, type LatentPicture } from './draw-map.js';

/** Settings of {@link MapView}. */
export interface MapViewProps extends Omit<LatentPicture, 'hasFocus'> {
  readonly label: string;
  /** What is where one stands, for screen readers. */
  readonly said: string;
  readonly onWalk: (at: readonly [number, number]) => void;
}

/** The plane: one walks on it by dragging, or with the arrow keys. */
export function MapView({ label, said, onWalk, snapshot, view, at }: MapViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size] = useSize(frame);
  const [hasFocus, setHasFocus] = useState(false);
  const currentTheme = theme.value;
  const { reach } = snapshot;
  const range: Range = [-reach, reach];
  useEffect(() => {
    if (canvas.current) drawLatent(canvas.current, size, { snapshot, view, at, hasFocus });
  }, [snapshot, view, at, size, hasFocus, currentTheme]);
  const follow = (event: PointerEvent) => onWalk(placeOf(event, frame.current!, [range, range]));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = reach / 20;
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    onWalk([bounded(at[0] + move[0], range), bounded(at[1] + move[1], range)]);
  };
  return (
    <>
      <div
        ref={frame}
        class="latent-map"
        role="application"
        aria-label={label}
        {...{ tabIndex: 0, onKeyDown }}
        onFocus={() => setHasFocus(frame.current!.matches(':focus-visible'))}
        onBlur={() => setHasFocus(false)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons > 0) follow(event);
        }}
      >
        <canvas ref={canvas} />
      </div>
      <Spoken text={said} everyMs={1500} />
    </>
  );
}
