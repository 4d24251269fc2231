// internal
import type { TrainingState } from '../callbacks/callback.js';
import type { Batch } from './batch.js';

/** How a training goes from batches to steps. */
export interface TrainingStep {
  /** Takes in a batch. */
  gather(batch: Batch, place: Pick<TrainingState, 'epoch' | 'totalSteps'>): void;
  /** Whether enough was gathered for a step. */
  readonly isDue: boolean;
  /** Whether anything was gathered since the last step. */
  readonly isPending: boolean;
  /** Ends what was gathered; whether there are gradients to update by. */
  finish(): Promise<boolean>;
  /** Updates the weights. */
  update(): void;
  dispose(): void;
}
