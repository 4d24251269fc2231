import type { AnyModule } from '@neurona/layers';
import type { EpochResult } from '../history.js';

/** Where a training stands. */
export interface TrainingState {
  readonly model: AnyModule;
  /** The current epoch, from 0. */
  readonly epoch: number;
  readonly epochs: number;
  /** Optimizer steps so far in this epoch. */
  readonly step: number;
  /** Steps of an epoch. */
  readonly stepsPerEpoch: number;
  /** Loss and metrics so far in this epoch; waits for the device. */
  read(): Promise<EpochResult>;
  /** Asks for an end after this step. */
  stop(): void;
}

/** Called by `fit` as it goes. Every method is optional; `fit` waits for promises. */
export interface Callback {
  onStart?(state: TrainingState): void | Promise<void>;
  onStep?(state: TrainingState): void | Promise<void>;
  onEpoch?(state: TrainingState, result: EpochResult): void | Promise<void>;
  onEnd?(state: TrainingState): void | Promise<void>;
}
