// internal
import { defaultGenerator, type GeneratorState } from '@neurona/tensor';
import type { EpochResult } from './history.js';
import type { Spread } from './totals.js';

/** The progress of a training between two batches: what a checkpoint has besides the states of its parts. */
export class Progress {
  /** Identity of the training, kept when it is resumed. */
  id = randomId();
  epoch = 0;
  /** Optimizer steps and batches of the epoch that are done. */
  step = 0;
  batch = 0;
  totalSteps = 0;
  /** Batches of an epoch, once that is known. */
  batchesPerPass: number | undefined;
  /** Whether all batches of the epoch are done, and whether it is done as a whole. */
  isPassDone = false;
  isEpochDone = false;
  /** Whether the loader was set to a position and not iterated since. */
  isLoaded = false;
  /** The epoch's training results, if only its validation is left. */
  trained: Spread | undefined;
  /** The results of complete epochs. */
  results: EpochResult[] = [];
  deviations: EpochResult[] = [];
  /** State of the default generator when this epoch began. */
  passStart: GeneratorState = defaultGenerator().state;
  /** Seconds of training before it was resumed. */
  secondsBefore = 0;
  readonly #startedAt = performance.now();

  get seconds(): number {
    return this.secondsBefore + (performance.now() - this.#startedAt) / 1000;
  }

  /** Whether every epoch that was started is complete. */
  get isBetweenEpochs(): boolean {
    return this.isEpochDone || (this.batch === 0 && !this.isPassDone);
  }

  /** Counts a complete epoch. */
  endEpoch(result: EpochResult, deviations: EpochResult): void {
    this.results.push(result);
    this.deviations.push(deviations);
    this.isEpochDone = true;
    this.trained = undefined;
    this.batch = 0;
    this.isPassDone = false;
  }
}

const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, '0')).join(
    '',
  );
