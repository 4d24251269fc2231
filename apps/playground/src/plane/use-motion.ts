import { useEffect, useRef } from 'preact/hooks';
import { prefersReducedMotion } from '../theme/theme.js';
import { between, type PlaneField } from './draw-field.js';

const longest = 240; // ms that a change takes, if the next does not come before
const unseen = 40; // ms between two changes that need nothing in between

/**
 * Draws a field, and on a change what lies between the old one and the new one, for as long as the last change took to come.
 * Where less motion is asked for, and where changes come at every frame, only the new one is drawn.
 * @param others - What else the drawing depends on.
 */
export function useMotion(
  field: PlaneField | undefined,
  draw: (field: PlaneField | undefined) => void,
  others: readonly unknown[],
): void {
  const seen = useRef<PlaneField | undefined>();
  const changedAt = useRef(0);
  useEffect(() => {
    const start = performance.now();
    const duration = Math.min(start - changedAt.current, longest);
    changedAt.current = start;
    const from = seen.current;
    const isStill = !from || !field || from === field || duration < unseen || prefersReducedMotion();
    let frame = 0;
    const show = (now: number) => {
      const share = isStill ? 1 : Math.min((now - start) / duration, 1);
      seen.current = isStill || !field ? field : between(from, field, Math.max(share, 0));
      draw(seen.current);
      if (share < 1) frame = requestAnimationFrame(show);
    };
    frame = requestAnimationFrame(show);
    return () => cancelAnimationFrame(frame);
  }, [field, ...others]);
}
