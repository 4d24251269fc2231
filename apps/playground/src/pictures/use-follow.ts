import { useEffect, useMemo, useState } from 'preact/hooks';
import { prefersReducedMotion } from '../theme/theme.js';
import { nearestPixel, type Picture, type Spot, strongestPixel } from './picture.js';
import { type Slide, useSlide } from './use-slide.js';

/** The pixel of an output that one follows. */
export interface Follow {
  readonly spot: Spot;
  readonly slide: Slide;
  /** Positions a second. */
  readonly speed: number;
  readonly setSpeed: (speed: number) => void;
  /** Follows another pixel: always where it was pressed, only at rest where it was pointed at. */
  readonly point: (spot: Spot, isPress?: boolean) => void;
}

/**
 * Follows a pixel of an output: the one that is pointed at, or where the window is on its way. It begins sliding by itself, so
 * that something happens when one comes, and at first rests where the output is strongest.
 */
export function useFollow(output: Picture | undefined): Follow | undefined {
  const [pointed, setPointed] = useState<Spot | undefined>();
  const [speed, setSpeed] = useState(10);
  const slide = useSlide(output ? output.width * output.height : 0, speed);
  const strongest = useMemo(() => output && strongestPixel(output), [output?.width, output?.height]);
  const isThere = output !== undefined;
  useEffect(() => {
    if (isThere && !prefersReducedMotion()) slide.play();
  }, [isThere]);
  if (!output || !strongest) return undefined;
  const { position } = slide;
  const spot =
    position === undefined
      ? nearestPixel(output, pointed ?? strongest)
      : { x: position % output.width, y: Math.floor(position / output.width) };
  const point = (next: Spot, isPress = true) => {
    if (slide.isPlaying && !isPress) return;
    slide.end();
    setPointed(nearestPixel(output, next));
  };
  return { spot, slide, speed, setSpeed, point };
}
