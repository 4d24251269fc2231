import { useEffect, useRef } from 'preact/hooks';
import type { TrainingWorker } from '../worker/training-worker.js';

/** Starts a training as soon as it can begin, once: so that the picture is alive when one comes. */
export function useAutoStart(
  training: Pick<TrainingWorker<unknown, unknown>, 'status' | 'snapshot' | 'start'>,
): void {
  const isStarted = useRef(false);
  const isReady = training.status.value === 'idle' && training.snapshot.value !== undefined;
  useEffect(() => {
    if (!isReady || isStarted.current) return;
    isStarted.current = true;
    training.start();
  }, [isReady]);
}
