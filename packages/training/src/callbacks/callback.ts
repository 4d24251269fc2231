import type { AnyModule } from '@neurona/layers';
import type { EpochResult, History } from '../loop/history.js';
import type { Steps } from '../loop/steps.js';

/** Where a training stands. */
export interface TrainingState {
  readonly model: AnyModule;
  /** The optimizers by name; one alone is `optimizer`. */
  readonly optimizers: Readonly<Record<string, Steps>>;
  /** The current epoch, from 0. */
  readonly epoch: number;
  readonly epochs: number;
  /** Optimizer steps so far in this epoch. */
  readonly step: number;
  /** Steps of an epoch; undefined in the first one of data of unknown length. */
  readonly stepsPerEpoch: number | undefined;
  /** Optimizer steps so far in the whole training, those before a resumption included. */
  readonly totalSteps: number;
  /** Whether it goes on from a checkpoint. */
  readonly isResumed: boolean;
  /** Whether there is validation data. */
  readonly validates: boolean;
  /** Whether this epoch is validated after its last step. */
  readonly isValidated: boolean;
  /** Why it ends, as soon as that is known; `failed` when something threw. */
  readonly stopped: History['stopped'] | 'failed' | undefined;
  /** What the callback that asked for the end said. */
  readonly reason: string | undefined;
  /** Loss and metrics so far in this epoch, without metrics that gather; waits for the device. */
  read(): Promise<EpochResult>;
  /** Asks for an end after this step; the reason, a sentence, comes with the history. */
  stop(reason?: string): void;
  /**
   * Everything that is needed to go on from here, for `saveTrainingCheckpoint`. The tensors belong to those who hold them: save
   * them before training goes on. Can be called where a step is complete: in `onStep`, `onEpoch`, and `onEnd` unless it failed.
   * @throws {@link ArgumentError} if an optimizer, or in the middle of an epoch a metric, has no `stateDict()`.
   */
  capture(): object;
}

/**
 * Called by `fit` as it goes. Every method is optional; `fit` waits for promises. Callbacks are called by rising `order`, those of
 * one order as they were listed; `onEnd` the other way round.
 */
export interface Callback {
  /** Under which name its state is saved; default its place in the list. */
  readonly name?: string;
  /** Default 0. Those that need to see what others did have a higher one. */
  readonly order?: number;
  /** Before the first step, also when training is resumed. */
  onStart?(state: TrainingState): void | Promise<void>;
  /** Before an epoch's first step; not again when training is resumed in its middle. */
  onEpochStart?(state: TrainingState): void | Promise<void>;
  /** When the gradients of a step are there, and before the optimizer uses them; not with a step of one's own. */
  onGradients?(state: TrainingState): void | Promise<void>;
  /** After an optimizer step. */
  onStep?(state: TrainingState): void | Promise<void>;
  /** Before the validation data is gone through. */
  onValidationStart?(state: TrainingState): void | Promise<void>;
  /** After it; the numbers are undefined where it was cut short. */
  onValidationEnd?(state: TrainingState, result: EpochResult | undefined): void | Promise<void>;
  /** After each epoch, its validation included. */
  onEpoch?(state: TrainingState, result: EpochResult, deviations: EpochResult): void | Promise<void>;
  /** At the end, also after a failure: each callback that was started is ended, whatever the others do. */
  onEnd?(state: TrainingState): void | Promise<void>;
  /** What it needs to go on from a checkpoint: tensors, arrays and plain values, in records and lists. */
  stateDict?(): unknown;
  /** Takes that over, after `onStart`; tensors are to be copied. */
  loadStateDict?(state: unknown): void | Promise<void>;
}
