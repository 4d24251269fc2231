import type { Picture, Spot } from './picture.js';
import './pictures.css';

/** Settings of {@link Mark}. */
export interface MarkProps extends Spot {
  readonly width?: number;
  readonly height?: number;
  /** A frame around pixels, around all that something depends on, or around one of the pixels of a window with gaps. */
  readonly kind?: 'frame' | 'field' | 'tap';
}

/** A frame around pixels of a picture, in the SVG over it; one pixel if nothing else is said. */
export function Mark({ kind = 'frame', width = 1, height = 1, ...corner }: MarkProps) {
  const place = { ...corner, width, height };
  return (
    <>
      {kind !== 'tap' && <rect class="pixel-mark pixel-mark--halo" {...place} />}
      <rect class={`pixel-mark pixel-mark--${kind}`} {...place} />
    </>
  );
}

/** Covers the pixels after one, row by row: what has not been computed yet. */
export function Cover({ size: { width, height }, spot }: { readonly size: Picture; readonly spot: Spot }) {
  return (
    <>
      <rect class="pixel-cover" x={spot.x + 1} y={spot.y} width={width - spot.x - 1} height="1.02" />
      <rect class="pixel-cover" x="0" y={spot.y + 1} width={width} height={height - spot.y - 1} />
    </>
  );
}
