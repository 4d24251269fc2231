import { useEffect, useRef } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { type Place, placeOf, snapped } from '../plane/place.js';
import { useCross } from '../plane/use-cross.js';
import { useSize } from '../plane/use-size.js';
import { Legend } from '../signs/legend.js';
import { terms } from '../signs/terms.js';
import { theme } from '../theme/theme.js';
import { drawRelief, drawTrails, type SurfacePicture } from './draw-surface.js';
import type { Relief } from './relief.js';
import './surface.css';

/** Settings of {@link SurfaceMap}. */
export interface SurfaceMapProps extends Omit<SurfacePicture, 'cursor'> {
  /** What is seen, in words. */
  readonly label: string;
  /** Which surface it is: the relief is drawn anew when this changes. */
  readonly surface: string;
  readonly relief: Relief;
  /** Takes a place to start from: by a tap, or with arrows and Enter. */
  readonly onStart: (place: Place) => void;
}

/** A surface of two parameters as a map: heights, level lines, and the trails of who descends on it. */
export function SurfaceMap(props: SurfaceMapProps) {
  const { label, surface, relief, xRange, yRange, start, goals, trails, arrows, onStart } = props;
  const words = inLanguage(terms);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ground = useRef<HTMLCanvasElement>();
  const drawn = useRef('');
  const [side] = useSize(canvas);
  const { cursor, hide, keys } = useCross([xRange, yRange], start, onStart);
  const currentTheme = theme.value;
  useEffect(() => {
    if (side === 0) return undefined;
    const frame = requestAnimationFrame(() => {
      ground.current ??= document.createElement('canvas');
      const key = `${surface} ${currentTheme} ${side}`;
      if (drawn.current !== key) drawRelief(ground.current, side, relief);
      drawn.current = key;
      const picture = { xRange, yRange, start, goals, trails, arrows, cursor };
      drawTrails(canvas.current!, ground.current, side, picture);
    });
    return () => cancelAnimationFrame(frame);
  });
  const onClick = (event: MouseEvent) => {
    const [x, y] = placeOf(event, canvas.current!, [xRange, yRange]);
    hide();
    onStart([snapped(x, (xRange[1] - xRange[0]) / 80), snapped(y, (yRange[1] - yRange[0]) / 80)]);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys move a cross on it, so that it needs them all */}
      <canvas
        ref={canvas}
        class="surface-map"
        role="application"
        aria-label={`${label} ${words.crossKeys}`}
        onClick={onClick}
        {...keys}
      />
      <Legend
        items={[
          ['start', words.start],
          ['goal', words.minimum],
        ]}
      />
    </>
  );
}
