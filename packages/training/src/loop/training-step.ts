// internal
import type { TrainingState } from '../callbacks/callback.js';
import type { Batch } from './batch.js';

/** How batches become optimizer steps. */
export interface TrainingStep {
  /** Processes a batch. */
  gather(batch: Batch, place: Pick<TrainingState, 'epoch' | 'totalSteps'>): void;
  /** Whether there are enough batches for a step. */
  readonly isDue: boolean;
  /** Whether there was any batch since the last step. */
  readonly isPending: boolean;
  /** Completes the gradients; returns whether there are any. */
  finish(): Promise<boolean>;
  /** Updates the weights. */
  update(): void;
  /** What one batch leaves to the next, for checkpoints in the middle of an epoch. */
  stateDict?(): unknown;
  loadStateDict?(state: unknown): void;
  dispose(): void;
}
