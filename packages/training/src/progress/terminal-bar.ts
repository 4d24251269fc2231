// internal: in Node.js; in a browser `#terminal-bar` is terminal-bar.browser.ts, see "imports" in package.json
import type { Callback, TrainingState } from '../callbacks/callback.js';
import { epochLine, formatNumbers, tellReason } from './epoch-lines.js';
import { StepRate } from './step-rate.js';

const refreshMs = 100; // how often the numbers on the bar are read from the device

/** A bar with the numbers of a training; undefined where the stream for messages is no terminal. */
export async function terminalBar(): Promise<Callback | undefined> {
  if (!process.stderr?.isTTY) return undefined;
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
      // Not awaited: the numbers appear when the device has them. The loop reports a failure of the device.
      state.read().then(
        (result) => {
          numbers = formatNumbers(result);
        },
        () => {},
      );
    },
    onEpoch(state, result) {
      numbers = formatNumbers(result);
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
