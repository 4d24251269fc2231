import { useEffect, useMemo } from 'preact/hooks';
import type { TrainerName } from '../pages/trainers.js';
import { type PageState, usePageState } from '../shell/page-state.js';
import { remembered } from '../shell/remembered.js';
import { integer, number } from '../shell/state-fields.js';
import { type DeviceName, deviceChoices } from './device.js';
import { ParkedTrainings } from './parked-trainings.js';
import { TrainingWorker, type WorkerLine } from './training-worker.js';

/** Settings of {@link useTraining}. */
export interface UseTrainingOptions<Settings extends object> {
  /** Which trainer: a name in `pages/trainers.ts`. */
  readonly trainer: TrainerName;
  /** The settings, which live in the address: each change is handed to the trainer. */
  readonly state: PageState<Settings>;
  /** Steps a second, default as many as go. */
  readonly speed?: number;
  /** Default 1. */
  readonly seed?: number;
  /** The device that *Automatic* begins with, measured for the page's sizes; default WebGPU. */
  readonly suited?: DeviceName;
}

/** The highest seed that one can set. */
export const highestSeed = 999_999;

/** The device that the visitor prefers, kept from page to page. */
export const preferredDevice = remembered('device', deviceChoices, 'auto');

/**
 * A worker that trains for the component. Leaving parks a training that has made steps, paused, so that coming back goes on with what
 * was learned; it ends when other pages are left after it. Settings, seed and speed are those of the address, and go there.
 */
export function useTraining<Settings extends object, Snapshot>(
  options: UseTrainingOptions<Settings>,
): TrainingWorker<Settings, Snapshot> {
  const schema = useMemo(
    () => ({
      initial: { seed: options.seed ?? 1, speed: options.speed ?? Number.POSITIVE_INFINITY },
      fields: { seed: integer(0, highestSeed), speed: number(0.1, Number.POSITIVE_INFINITY) },
    }),
    [],
  );
  const run = usePageState<{ readonly seed: number; readonly speed: number }>(schema);
  const training = useMemo(
    () =>
      (parked.take(options.trainer) as TrainingWorker<Settings, Snapshot> | undefined) ??
      new TrainingWorker<Settings, Snapshot>({
        worker: startWorker as () => WorkerLine & Worker,
        trainer: options.trainer,
        settings: options.state.signal.peek(),
        speed: run.signal.peek().speed,
        seed: run.signal.peek().seed,
        software: new URLSearchParams(location.search).has('software'),
        device: preferredDevice.peek(),
        suited: options.suited,
      }),
    [],
  );
  useEffect(() => {
    const device = preferredDevice.peek();
    if (device !== training.choice.peek()) training.setDevice(device); // chosen while it was parked
    const ends = [
      run.signal.subscribe((values) => {
        if (values.seed !== training.seed.peek()) training.reset(values.seed);
        if (values.speed !== training.speed.peek()) training.setSpeed(values.speed);
      }),
      options.state.signal.subscribe((settings) => {
        if (!isAlike(settings, training.settings)) training.set(settings);
      }),
      training.seed.subscribe((seed) => {
        if (seed !== run.signal.peek().seed) run.change({ seed });
      }),
      training.speed.subscribe((speed) => {
        if (speed !== run.signal.peek().speed) run.change({ speed });
      }),
    ];
    return () => {
      for (const end of ends) end();
      parked.park(options.trainer, training);
    };
  }, [training]);
  return training;
}

const parked = new ParkedTrainings();

/** Settings are plain data. */
const isAlike = (a: object, b: object): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const startWorker = () => new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' });
