import type { AnyModule } from '@neurona/layers';
import type { EpochResult, History } from '../loop/history.js';
import type { Steps } from '../loop/steps.js';

/** State of a training, as callbacks see it. */
export interface TrainingState {
  /** Identity of the training, kept when it is resumed. */
  readonly id: string;
  readonly model: AnyModule;
  /** Optimizers by name; a single one is `optimizer`. */
  readonly optimizers: Readonly<Record<string, Steps>>;
  /** The current epoch, from 0. */
  readonly epoch: number;
  readonly epochs: number;
  /** Optimizer steps so far in this epoch. */
  readonly step: number;
  /** Steps of an epoch; undefined in the first one of data of unknown length. */
  readonly stepsPerEpoch: number | undefined;
  /** Optimizer steps so far in the whole training, including those before it was resumed. */
  readonly totalSteps: number;
  /** Whether training was resumed from a checkpoint. */
  readonly isResumed: boolean;
  /** Whether there is validation data. */
  readonly validates: boolean;
  /** Whether this epoch is validated after its last step. */
  readonly isValidated: boolean;
  /** Why training ended, once known; `failed` if it threw an error. */
  readonly stopped: History['stopped'] | 'failed' | undefined;
  /** Reason passed by the callback that requested the end. */
  readonly reason: string | undefined;
  /** Loss and metrics so far in this epoch, without stateful metrics; waits for the device. */
  read(): Promise<EpochResult>;
  /** Stops training after this step; the reason, a sentence, is stored in the history. */
  stop(reason?: string): void;
  /**
   * Captures everything needed to resume from here, for `saveTrainingCheckpoint`. The tensors are not copied: save
   * them before training continues. Can be called when a step is complete: in `onStep`, `onEpoch`, and `onEnd` unless it failed.
   * @throws {@link ArgumentError} if an optimizer, or in the middle of an epoch a metric, has no `stateDict()`.
   */
  capture(): object;
}

/**
 * Called by `fit` during training. Every method is optional; `fit` awaits promises. Callbacks are called in ascending `order`,
 * those of equal order as listed; `onEnd` in reverse.
 */
export interface Callback {
  /** Name under which its state is saved; default its position in the list. */
  readonly name?: string;
  /** Position among callbacks, default 0. Callbacks that depend on the results of others have a higher one. */
  readonly order?: number;
  /** Whether it runs on rank 0 alone where several processes train together, as callbacks that write files do; default false. */
  readonly onRankZero?: boolean;
  /** Before the first step, also when training is resumed. */
  onStart?(state: TrainingState): void | Promise<void>;
  /** Before an epoch's first step; not again when training is resumed in its middle. */
  onEpochStart?(state: TrainingState): void | Promise<void>;
  /** After the gradients of a step are computed and before the optimizer uses them; not with a custom step. */
  onGradients?(state: TrainingState): void | Promise<void>;
  /** After an optimizer step. */
  onStep?(state: TrainingState): void | Promise<void>;
  /** Before validation. */
  onValidationStart?(state: TrainingState): void | Promise<void>;
  /** After validation; the numbers are undefined if it was interrupted. */
  onValidationEnd?(state: TrainingState, result: EpochResult | undefined): void | Promise<void>;
  /** After each epoch, its validation included. */
  onEpoch?(state: TrainingState, result: EpochResult, deviations: EpochResult): void | Promise<void>;
  /** At the end, also after a failure: called for each callback that was started, even if others throw. */
  onEnd?(state: TrainingState): void | Promise<void>;
  /** State to resume from a checkpoint: tensors, arrays and plain values, in records and lists. */
  stateDict?(): unknown;
  /** Restores that state, after `onStart`; copy its tensors. */
  loadStateDict?(state: unknown): void | Promise<void>;
}
