import type { Callback, TrainingState } from '../callbacks/callback.js';
import type { EpochResult } from '../history.js';

const refreshMs = 100; // how often the numbers on the bar are read from the device

/** Numbers on one line: `loss 0.1234  accuracy 0.98`. */
const format = (result: EpochResult): string =>
  Object.entries(result)
    .map(([name, value]) => `${name} ${value.toPrecision(4)}`)
    .join('  ');

/** A line for each epoch: for files, pipes and consoles without a cursor. */
function lines(): Callback {
  let started = 0;
  return {
    onStart() {
      started = performance.now();
    },
    onEpoch(state, result) {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`epoch ${state.epoch + 1}/${state.epochs}  ${format(result)}  (${seconds} s)`);
    },
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
      format: 'epoch {epoch}/{epochs} {bar} {value}/{total}  {rate} steps/s  {numbers}  {eta_formatted} left',
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 50,
      fps: 10,
      gracefulExit: false, // Ctrl-C belongs to the program
    },
    cliProgress.Presets.shades_classic,
  );
  let started = 0;
  let steps = 0;
  let read = 0;
  let numbers = '';
  const payload = (state: TrainingState) => ({
    epoch: state.epoch + 1,
    epochs: state.epochs,
    rate: ((1000 * steps) / (performance.now() - started)).toFixed(1),
    numbers,
  });
  return {
    onStart(state) {
      started = performance.now();
      bar.start(state.epochs * state.stepsPerEpoch, 0, payload(state));
    },
    onStep(state) {
      steps++;
      bar.update(steps, payload(state));
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
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stderr.write('\r\x1b[K');
      console.log(`epoch ${state.epoch + 1}/${state.epochs}  ${numbers}  (${seconds} s)`);
      bar.update(steps, payload(state));
    },
    onEnd() {
      bar.stop();
    },
  };
}
