// internal
import type { TrainingState } from '../callbacks/callback.js';

const windowMs = 5000; // steps of this time count
const mostSteps = 500; // and no more than these

/** The rate of steps, and the time left. */
export class StepRate {
  #startedAt = performance.now();
  readonly #steps: number[] = []; // when the last ones were made

  start(): void {
    this.#startedAt = performance.now();
    this.#steps.length = 0;
  }

  step(): void {
    const now = performance.now();
    this.#steps.push(now);
    const isOld = (): boolean => now - this.#steps[0]! > windowMs || this.#steps.length > mostSteps;
    while (this.#steps.length > 2 && isOld()) this.#steps.shift();
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  get perSecond(): number {
    const [first] = this.#steps;
    const count = this.#steps.length - 1;
    if (first === undefined || count < 1) return 0;
    const span = performance.now() - first;
    return span > 0 ? (1000 * count) / span : 0;
  }

  secondsLeft({ epoch, epochs, step, stepsPerEpoch }: TrainingState): number | undefined {
    if (stepsPerEpoch === undefined || this.perSecond === 0) return undefined;
    return Math.max(0, (epochs - epoch) * stepsPerEpoch - step) / this.perSecond;
  }
}
