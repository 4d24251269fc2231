import type { TrainingWorker } from './training-worker.js';

/** A training of any page. */
type AnyTraining = Pick<TrainingWorker<never, unknown>, 'status' | 'steps' | 'pause' | 'dispose'>;

const most = 2; // workers that wait, each with the memory of its device

/** Trainings of pages that were left, by trainer: they wait, paused, for the visitor to come back. */
export class ParkedTrainings {
  readonly #trainings = new Map<string, AnyTraining>();

  /** Pauses a training and keeps it; one that has learned nothing, or that failed, ends. The longest parked ones make room. */
  park(trainer: string, training: AnyTraining): void {
    const { status, steps } = training;
    if (steps.peek() === 0 || status.peek() === 'failed') {
      training.dispose();
      return;
    }
    training.pause();
    this.take(trainer)?.dispose();
    this.#trainings.set(trainer, training);
    const [[oldest] = []] = this.#trainings;
    if (this.#trainings.size > most) this.take(oldest!)!.dispose();
  }

  /** The training that was parked, which is then the caller's. */
  take(trainer: string): AnyTraining | undefined {
    const training = this.#trainings.get(trainer);
    this.#trainings.delete(trainer);
    return training;
  }
}
