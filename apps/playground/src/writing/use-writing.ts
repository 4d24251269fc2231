import { useEffect, useState } from 'preact/hooks';
import type { AnyTraining } from '../shell/training-bar.js';

/** Settings of {@link useWriting}. */
export interface UseWritingOptions {
  readonly prompt: string;
  readonly length: number;
  /** Milliseconds between characters. */
  readonly paceMs: number;
  /** Whether one looks at the text, so that no new one begins. */
  readonly isHeld: boolean;
  /** Whether it writes nothing more; default false. */
  readonly isStopped?: boolean;
  /** A new text begins when it changes. */
  readonly key: string;
}

const restMs = 1000; // between two texts while it trains

/**
 * What a network writes, part by part, by the streamed answer `write` of its trainer to `{ prompt, length }`; while it trains one text after
 * the other.
 */
export function useWriting<Part>(
  training: AnyTraining,
  { prompt, length, paceMs, isHeld, isStopped = false, key }: UseWritingOptions,
): readonly Part[] {
  const [written, setWritten] = useState<{ readonly after: string; readonly parts: readonly Part[] }>();
  const [round, setRound] = useState(0);
  const [isDone, setDone] = useState(false);
  const status = training.status.value;
  const isReady = training.snapshot.value !== undefined && status !== 'failed';
  useEffect(() => {
    if (!isReady || isStopped) return undefined;
    let isOff = false;
    setDone(false);
    void (async () => {
      let so: readonly Part[] = [];
      try {
        for await (const part of training.stream<Part>('write', { prompt, length })) {
          if (isOff) return;
          so = [...so, part];
          setWritten({ after: prompt, parts: so });
          if (paceMs > 0) await new Promise((resolve) => setTimeout(resolve, paceMs));
        }
      } catch {
        // the network was replaced by another, which writes next
      }
      if (!isOff) setDone(true);
    })();
    return () => {
      isOff = true;
    };
  }, [isReady, isStopped, prompt, length, paceMs, key, round]);
  useEffect(() => {
    if (!isDone || isHeld || isStopped || status !== 'running') return undefined;
    const timer = setTimeout(() => setRound(round + 1), restMs);
    return () => clearTimeout(timer);
  }, [isDone, isHeld, isStopped, status, round]);
  return written?.after === prompt ? written.parts : []; // none that another prompt began
}
