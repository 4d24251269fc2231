import { useEffect, useState } from 'preact/hooks';
import { prefersReducedMotion } from '../theme/theme.js';

/** The window on its way over the picture. */
export interface Slide {
  /** The position that was filled last; undefined while the whole output is shown. */
  readonly position: number | undefined;
  readonly isPlaying: boolean;
  play(): void;
  pause(): void;
  /** One position on, from the beginning if it has not begun. */
  step(): void;
  /** Shows the whole output. */
  end(): void;
}

const calmSpeed = 2; // positions a second, where less motion is asked for
const longestFrame = 100; // ms

/** Moves over `count` positions, `speed` a second. */
export function useSlide(count: number, speed: number): Slide {
  const [position, setPosition] = useState<number | undefined>();
  const [isPlaying, setPlaying] = useState(false);
  const move = (by: number) => setPosition((old) => (old === undefined ? 0 : old + by));
  useEffect(() => {
    if (!isPlaying) return undefined;
    const rate = prefersReducedMotion() ? Math.min(speed, calmSpeed) : speed;
    let [frame, last, due] = [0, performance.now(), 0];
    const tick = (now: number) => {
      due += (Math.min(Math.max(now - last, 0), longestFrame) * rate) / 1000;
      last = now;
      const whole = Math.floor(due);
      due -= whole;
      if (whole > 0) setPosition((old) => (old === undefined ? old : old + whole)); // it may have ended
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed]);
  const isPast = position !== undefined && position >= count;
  const end = () => {
    setPlaying(false);
    setPosition(undefined);
  };
  useEffect(() => {
    if (isPast) end();
  }, [isPast]);
  return {
    position: isPast ? undefined : position,
    isPlaying: isPlaying && !isPast,
    play() {
      move(0);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
    step() {
      setPlaying(false);
      move(1);
    },
    end,
  };
}
