// internal: the log of a training
import type { TrainingEvent } from '@neurona/training';

const intervalMs = 1000; // between two lines of steps

/** Hears a training and adds lines to its log: the start, every epoch, the end, and steps now and then. */
export function progressLog(log: { add(line: object): void }): (event: TrainingEvent) => void {
  let last = 0;
  return (event) => {
    const now = Date.now();
    if (event.type === 'step' && now - last < intervalMs) return;
    last = now;
    log.add({ at: now, ...event });
  };
}
