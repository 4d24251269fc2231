import { useEffect, useMemo } from 'preact/hooks';
import { remembered } from '../shell/remembered.js';
import { deviceChoices } from './device.js';
import { TrainingWorker, type WorkerLine } from './training-worker.js';

/** Settings of {@link useTraining}. */
export interface UseTrainingOptions<Settings> {
  /** Starts the page's worker. */
  readonly worker: () => Worker;
  /** The settings to begin with. */
  readonly settings: Settings;
  /** Steps a second, default as many as go. */
  readonly speed?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** The device that the visitor prefers, kept from page to page. */
export const preferredDevice = remembered('device', deviceChoices, 'auto');

/** A worker for as long as the component is on the page: leaving frees its memory and ends it. */
export function useTraining<Settings, Snapshot>(
  options: UseTrainingOptions<Settings>,
): TrainingWorker<Settings, Snapshot> {
  const training = useMemo(() => {
    const { worker, settings, speed = Infinity, seed = 1 } = options;
    const software = new URLSearchParams(location.search).has('software');
    return new TrainingWorker<Settings, Snapshot>({
      worker: worker as () => WorkerLine & Worker,
      settings,
      speed,
      seed,
      software,
      device: preferredDevice.peek(),
    });
  }, []);
  useEffect(() => () => training.dispose(), [training]);
  return training;
}
