import { useEffect, useRef, useState } from 'preact/hooks';

/** Settings of {@link Spoken}. */
export interface SpokenProps {
  readonly text: string;
  /** The least time between two sentences, default 4000. */
  readonly everyMs?: number;
}

/** A sentence for screen readers that changes often: said politely, and only as often as one can listen. */
export function Spoken({ text, everyMs = 4000 }: SpokenProps) {
  const [said, setSaid] = useState('');
  const state = useRef({ latest: text, saidAt: 0, isWaiting: false });
  state.current.latest = text;
  useEffect(() => {
    const { current } = state;
    if (current.isWaiting) return;
    current.isWaiting = true;
    const wait = Math.max(current.saidAt + everyMs - performance.now(), 300);
    setTimeout(() => {
      current.isWaiting = false;
      current.saidAt = performance.now();
      setSaid(current.latest);
    }, wait);
  }, [text, everyMs]);
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  );
}
