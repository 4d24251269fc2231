import { useEffect, useRef } from 'preact/hooks';
import { prefersReducedMotion } from '../theme/theme.js';
import { between, type PlaneField } from './draw-field.js';

const longest = 240; // ms that a change takes, if the next does not come before
const unseen = 40; // ms between two changes that need nothing in between
const room = 8; // ms of a frame for fields: with several on a page, those that come after wait for the next frame

/** What the fields of the page have taken of the frame that is being made. */
const taken = { frame: 0, ms: 0 };

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
    let hasWaited = false;
    const show = (now: number) => {
      if (taken.frame !== now) Object.assign(taken, { frame: now, ms: 0 });
      if (taken.ms > room && !hasWaited) {
        hasWaited = true;
        frame = requestAnimationFrame(show);
        return;
      }
      hasWaited = false;
      const began = performance.now();
      const share = isStill ? 1 : Math.min((now - start) / duration, 1);
      seen.current = isStill || !field ? field : between(from, field, Math.max(share, 0));
      draw(seen.current);
      taken.ms += performance.now() - began;
      if (share < 1) frame = requestAnimationFrame(show);
    };
    frame = requestAnimationFrame(show);
    return () => cancelAnimationFrame(frame);
  }, [field, ...others]);
}
