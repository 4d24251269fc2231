import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Whether an element stands in the window: what nobody sees need not be drawn while a network trains. */
export function useSeen(element: RefObject<Element>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)!.isIntersecting));
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return isSeen;
}
