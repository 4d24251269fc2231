import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** An element's width and height in CSS pixels, 0 at first. */
export function useSize(element: RefObject<HTMLElement>): readonly [width: number, height: number] {
  const [size, setSize] = useState<readonly [number, number]>([0, 0]);
  useEffect(() => {
    const shown = element.current!;
    const observer = new ResizeObserver(() => setSize([shown.clientWidth, shown.clientHeight]));
    observer.observe(shown);
    return () => observer.disconnect();
  }, []);
  return size;
}
