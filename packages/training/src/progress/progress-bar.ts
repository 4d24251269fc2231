import type { Callback, TrainingState } from '../callbacks/callback.js';
import type { EpochResult } from '../loop/history.js';
import { StepRate } from './step-rate.js';

const refreshMs = 100; // how often the numbers on the bar are read from the device

/** Numbers on one line: `loss 0.1234  accuracy 0.98`. */
const format = (result: EpochResult): string =>
  Object.entries(result)
    .map(([name, value]) => `${name} ${value.toPrecision(4)}`)
    .join('  ');

const epochLine = (state: TrainingState, result: EpochResult, rate: StepRate): string =>
  `epoch ${state.epoch + 1}/${state.epochs}  ${format(result)}  (${rate.seconds.toFixed(1)} s)`;

/** What a callback said when it ended training. */
function tellReason({ stopped, reason }: TrainingState): void {
  if (stopped === 'callback' && reason !== undefined) console.log(`stopped: ${reason}`);
}

/** A line for each epoch: for files, pipes and consoles without a cursor. */
function lines(): Callback {
  const rate = new StepRate();
  return {
    order: 90,
    onStart: () => rate.start(),
    onEpoch: (state, result) => console.log(epochLine(state, result, rate)),
    onEnd: tellReason,
  };
}

/**
 * Shows how far a training is: on a terminal a bar with step rate, loss, metrics and time left, elsewhere a line for each
 * epoch. `fit` adds it by itself.
 */
export async function progressBar(): Promise<Callback> {
  if (typeof process === 'undefined' || !process.stderr?.isTTY) return lines();
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar(
    {
      format: 'epoch {epoch}/{epochs} {bar} {steps}  {rate} steps/s  {numbers}  {left}',
      hideCursor: false, // Ctrl-C would leave the terminal without a cursor, or without breaking lines
      linewrap: true,
      clearOnComplete: true,
      emptyOnZero: true, // data of unknown length has no total in its first epoch
      fps: 10,
      gracefulExit: false, // Ctrl-C belongs to the program
    },
    cliProgress.Presets.shades_classic,
  );
  const rate = new StepRate();
  let read = 0;
  let numbers = '';
  const show = (state: TrainingState): void => {
    const { epoch, epochs, step, stepsPerEpoch } = state;
    const seconds = rate.secondsLeft(state);
    bar.setTotal(epochs * (stepsPerEpoch ?? 0));
    bar.update(stepsPerEpoch === undefined ? 0 : epoch * stepsPerEpoch + step, {
      epoch: Math.min(epoch + 1, epochs),
      epochs,
      steps: `${step}/${stepsPerEpoch ?? '?'}`,
      rate: rate.perSecond.toFixed(1),
      numbers,
      left: seconds === undefined ? '' : `${duration(seconds)} left`,
    });
  };
  return {
    order: 90,
    onStart(state) {
      rate.start();
      bar.start(0, 0, { epoch: 1, epochs: state.epochs, steps: '', rate: '0', numbers, left: '' });
      show(state);
    },
    onStep(state) {
      rate.step();
      show(state);
      if (performance.now() - read < refreshMs) return;
      read = performance.now();
      // Not awaited: the numbers appear when the device has them. A failure of the device is heard by the loop.
      state.read().then(
        (result) => {
          numbers = format(result);
        },
        () => {},
      );
    },
    onEpoch(state, result) {
      numbers = format(result);
      process.stderr.write('\r\x1b[K');
      console.log(epochLine(state, result, rate));
      show(state);
    },
    onEnd(state) {
      bar.stop();
      tellReason(state);
    },
  };
}

/** `5 s`, `3 min`, `2 h 5 min`. */
function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
