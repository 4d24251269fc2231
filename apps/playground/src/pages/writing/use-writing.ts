import { useEffect, useState } from 'preact/hooks';
import type { TrainingWorker } from '../../worker/training-worker.js';
import type { WritingSettings } from './settings.js';
import type { WritingSnapshot, WrittenPart } from './train.js';

/** A character that was written. */
export interface Written {
  readonly character: string;
  readonly probabilities: Float32Array;
  /** The units after it was read; undefined until the next one is written. */
  readonly units: Float32Array | undefined;
}

/** Settings of {@link useWriting}. */
export interface UseWritingOptions {
  readonly prompt: string;
  readonly length: number;
  /** Milliseconds between characters. */
  readonly paceMs: number;
  /** Whether one looks at the text, so that no new one begins. */
  readonly isHeld: boolean;
  /** A new text begins when it changes. */
  readonly key: string;
}

const restMs = 1000; // between two texts while it trains

/** What the network writes: character by character, and while it trains one text after the other. */
export function useWriting(
  training: TrainingWorker<WritingSettings, WritingSnapshot>,
  { prompt, length, paceMs, isHeld, key }: UseWritingOptions,
): readonly Written[] {
  const [written, setWritten] = useState<readonly Written[]>([]);
  const [round, setRound] = useState(0);
  const [isDone, setDone] = useState(false);
  const status = training.status.value;
  const isReady = training.snapshot.value !== undefined && status !== 'failed';
  useEffect(() => {
    if (!isReady) return undefined;
    let isOff = false;
    setDone(false);
    void (async () => {
      let so: readonly Written[] = [];
      try {
        for await (const part of training.stream<WrittenPart>('write', { prompt, length })) {
          if (isOff) return;
          so = [
            ...so.slice(0, -1),
            ...so.slice(-1).map((last) => ({ ...last, units: part.units })),
            { character: part.character, probabilities: part.probabilities, units: undefined },
          ];
          setWritten(so);
          await new Promise((resolve) => setTimeout(resolve, paceMs));
        }
      } catch {
        // the network was replaced by another, which writes next
      }
      if (!isOff) setDone(true);
    })();
    return () => {
      isOff = true;
    };
  }, [isReady, prompt, length, paceMs, key, round]);
  useEffect(() => {
    if (!isDone || isHeld || status !== 'running') return undefined;
    const timer = setTimeout(() => setRound(round + 1), restMs);
    return () => clearTimeout(timer);
  }, [isDone, isHeld, status, round]);
  return written;
}
