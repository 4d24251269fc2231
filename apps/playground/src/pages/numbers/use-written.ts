import { useEffect, useState } from 'preact/hooks';
import type { WrittenNumber } from './train.js';

/** A number, and how much of it is written. */
export interface Writing {
  readonly shown: WrittenNumber;
  /** Tokens that stand there. */
  readonly count: number;
}

const [paceMs, restMs] = [450, 1600];

/** Writes what the network last wrote, token by token, again and again; stays while one looks at it. */
export function useWritten(latest: WrittenNumber | undefined, isHeld: boolean): Writing | undefined {
  const [writing, setWriting] = useState<Writing | undefined>();
  const isOther =
    latest && (latest.number !== writing?.shown.number || latest.source[0] !== writing.shown.source[0]);
  const isOver = writing && writing.count >= writing.shown.written.length;
  useEffect(() => {
    if (!latest || (isHeld && !isOther)) return undefined;
    const go = () =>
      setWriting((now) =>
        !now || isOther || now.count >= now.shown.written.length
          ? { shown: latest, count: 1 }
          : { ...now, count: now.count + 1 },
      );
    const timer = setTimeout(go, isOther ? 0 : isOver ? restMs : paceMs);
    return () => clearTimeout(timer);
  }, [latest !== undefined, isOther, isOver, writing, isHeld]);
  return isOther ? undefined : writing;
}
