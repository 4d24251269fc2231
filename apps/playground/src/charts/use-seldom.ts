import { useEffect, useRef, useState } from 'preact/hooks';

/** A value that changes many times a second, taken over at most every `everyMs`, and its last one in any case. */
export function useSeldom<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value);
  const takenAt = useRef(0);
  useEffect(() => {
    if (Object.is(shown, value)) return;
    const wait = Math.max(takenAt.current + everyMs - performance.now(), 0);
    const timer = setTimeout(() => {
      takenAt.current = performance.now();
      setShown(() => value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value]);
  return shown;
}
