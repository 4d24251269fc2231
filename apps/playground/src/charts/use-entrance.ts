import { useEffect, useState } from 'preact/hooks';
import { prefersReducedMotion } from '../theme/theme.js';

const durationMs = 2200;
const everyMs = 40;

/**
 * Moves a number to its place once, when a page comes, so that one sees what follows it. `value` is undefined from then on; where
 * less motion is asked for from the start.
 */
export function useEntrance(
  isReady: boolean,
  from: number,
  to: number,
): { readonly value: number | undefined; end(): void } {
  const [share, setShare] = useState(prefersReducedMotion() ? 1 : 0);
  const isOver = share >= 1;
  useEffect(() => {
    if (!isReady || isOver) return;
    const start = performance.now();
    const timer = setInterval(() => {
      const next = Math.min((performance.now() - start) / durationMs, 1);
      setShare((now) => (now >= 1 ? 1 : next));
    }, everyMs);
    return () => clearInterval(timer);
  }, [isReady, isOver]);
  const eased = share * share * (3 - 2 * share);
  return {
    value: isOver ? undefined : Number((from + eased * (to - from)).toFixed(2)),
    end: () => setShare(1),
  };
}
