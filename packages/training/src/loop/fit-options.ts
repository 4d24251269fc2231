import type { ProcessGroup } from '@neurona/backend';
import type { TrainingCheckpoint } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import type { Generator, Tensor } from '@neurona/tensor';
import type { Callback } from '../callbacks/callback.js';
import type { Metrics } from '../metrics/metric.js';
import type { MetricsOption } from '../metrics/metric-names.js';
import type { TrainingEvent } from '../progress/training-events.js';
import type { Batch, FieldOptions, Model } from './batch.js';
import type { BatchingOptions, Data } from './data.js';
import type { LossName } from './loss-names.js';
import type { OptimizerName } from './optimizer-names.js';
import type { Steps } from './steps.js';

/** Computes the loss to minimise from a batch's outputs and targets: a scalar. */
export type Loss<Outputs = Tensor, Targets = Tensor> = (outputs: Outputs, targets: Targets) => Tensor;

/** Computes a penalty from the model's parameters: a scalar that is added to the loss. */
export type Regularizer = (model: AnyModule) => Tensor;

/** Changes the model's parameters in place, after each step. */
type Constraint = (model: AnyModule) => void;

/** Transforms a training batch: its inputs, then its targets. */
type BatchTransform = (batch: Batch) => Batch;

/** Settings of every training. */
export interface TrainingOptions extends BatchingOptions {
  /** Number of epochs, default 1. */
  readonly epochs?: number;
  /** Batch size if the data is no loader, default 32. */
  readonly batchSize?: number;
  /** Whether to shuffle the examples in each epoch if the data is no loader, default true. */
  readonly shuffle?: boolean;
  /** Validation data, evaluated after an epoch. */
  readonly validation?: Data;
  /** Validates after every n epochs, and after the last; default 1. */
  readonly validateEvery?: number;
  /** Callbacks, called in ascending `order`, default none. */
  readonly callbacks?: readonly Callback[];
  /** Stops training after the current step; an epoch whose training or validation was interrupted is not reported. */
  readonly signal?: AbortSignal;
  /** Whether to show progress: a bar on a terminal, otherwise a line per epoch; default true in Node.js. */
  readonly progress?: boolean;
  /** Called with the progress, at most ten times a second: plain objects that a worker can post to its page. */
  readonly onProgress?: (event: TrainingEvent) => void;
  /**
   * Resumes from a checkpoint: a file, a loaded checkpoint, or a folder of `ModelCheckpoint`, whose newest file is used, or else
   * the best. With an empty or missing folder training starts from the beginning. A training that a callback had stopped stays
   * stopped.
   */
  readonly resume?: string | TrainingCheckpoint;
  /**
   * The processes that train together, such as `await mpi()` of `@neurona/distributed`: each has its share of every batch, and their
   * gradients are summed. Batch sizes are those of all processes together, so that a program trains the same with any number of them.
   */
  readonly group?: ProcessGroup;
  /**
   * Whether batch normalisation in training uses the batches of the whole group, default false: each rank's own. Every batch needs an
   * example for each rank, and the backend has to be wasm or cpu.
   */
  readonly syncBatchNorm?: boolean;
  /** Random generators, besides the default one, that layers or transforms draw from; their state is saved in checkpoints. */
  readonly generators?: readonly Generator[];
}

const trainingOptions = {
  epochs: 1,
  batchSize: 32,
  shuffle: true,
  validation: undefined,
  validateEvery: 1,
  callbacks: undefined,
  signal: undefined,
  progress: true,
  onProgress: undefined,
  resume: '',
  generators: undefined,
  group: undefined,
  syncBatchNorm: false,
} as const;

/** Settings of {@link fit}. */
export interface FitOptions<Outputs = Tensor, Targets = Tensor> extends TrainingOptions, FieldOptions {
  /** Loss to minimise: a function of outputs and targets, or its name. */
  readonly loss: Loss<Outputs, Targets> | LossName;
  /** Optimizer, or its name: then it is created for all parameters of the model. */
  readonly optimizer: Steps | OptimizerName;
  /** Learning rate of an optimizer passed by name; default that optimizer's default. */
  readonly learningRate?: number;
  /** Metrics to report besides the loss: functions or names, by the names to show. */
  readonly metrics?: MetricsOption<Outputs, Targets>;
  /** Penalties added to the loss in training; the reported loss excludes them, and their sum is reported as `penalty`. */
  readonly regularizers?: readonly Regularizer[];
  /** Applied to the parameters after each step, in order. */
  readonly constraints?: readonly Constraint[];
  /** Applied to each training batch, in order; metrics compare with the targets as they were. */
  readonly batchTransforms?: readonly BatchTransform[];
  /**
   * Number of batches whose gradients are accumulated for a step, default 1: equivalent to batches that many times larger. Each is weighted
   * by what its loss divides by: examples, tokens, class weights. The remaining batches at the end of an epoch make a step.
   */
  readonly accumulate?: number;
  /**
   * Whether the state after a batch, detached, is that before the next: truncated backpropagation through time. Rows of a batch must continue
   * those of the one before, as in the batches of `parallelStreams`; an epoch begins without a state. The model needs `forwardFrom`,
   * see {@link StatefulModel}. Validation does the same. Default false.
   */
  readonly carryState?: boolean;
  /**
   * Weight of each class in the training loss. The loss must take `{ weight }` as third argument, as `crossEntropy`
   * does; validation is unweighted.
   */
  readonly classWeights?: ArrayLike<number>;
  /** Maximum norm of all gradients together in a step; larger gradients are scaled down. */
  readonly clipNorm?: number;
  /** Maximum absolute value of each gradient element in a step; clipped before the norm. */
  readonly clipValue?: number;
  /** Called after the gradients are computed and before the optimizer step. */
  readonly beforeStep?: (model: Model<Outputs>) => void;
}

/** @internal */
export const fitOptions = {
  loss: undefined,
  optimizer: undefined,
  metrics: undefined,
  learningRate: 0.01,
  targetFields: 1,
  reconstruct: false,
  regularizers: undefined,
  constraints: undefined,
  batchTransforms: undefined,
  accumulate: 1,
  carryState: false,
  classWeights: undefined,
  clipNorm: 1,
  clipValue: 1,
  beforeStep: undefined,
  ...trainingOptions,
} as const;

/** What a custom step is called with. */
export interface StepContext<M extends AnyModule, Optimizers> {
  readonly model: M;
  /** The fields of the batch. */
  readonly batch: Batch;
  readonly optimizers: Optimizers;
  /** The current epoch, from 0. */
  readonly epoch: number;
  /** Steps made so far in the whole training. */
  readonly totalSteps: number;
}

/** Numbers of a step, scalars on the device, by the names under which they are averaged and reported. */
export type StepValues = Readonly<Record<string, Tensor>>;

/** Settings of {@link fit} with a custom step. */
export interface CustomFitOptions<
  M extends AnyModule,
  Optimizers extends Readonly<Record<string, Steps>> = Readonly<Record<string, Steps>>,
> extends TrainingOptions {
  /**
   * Trains on one batch: forward passes, gradients and optimizer steps in any number and order. It runs in a memory scope, which
   * frees its temporaries, and may not wait for the device.
   */
  readonly step: (context: StepContext<M, Optimizers>) => StepValues;
  /** Optimizers that the step uses, by name; they are saved in checkpoints. */
  readonly optimizers?: Optimizers;
  /** Evaluates one batch of the validation data; layers are in evaluation mode. */
  readonly validationStep?: (context: Pick<StepContext<M, Optimizers>, 'model' | 'batch'>) => StepValues;
}

/** @internal */
export const customFitOptions = {
  step: undefined,
  optimizers: undefined,
  validationStep: undefined,
  ...trainingOptions,
} as const;

/** @internal Settings with functions and objects in the place of their names. */
export interface ChosenFitOptions<Outputs, Targets>
  extends Omit<FitOptions<Outputs, Targets>, 'loss' | 'optimizer' | 'metrics'> {
  readonly loss: Loss<Outputs, Targets>;
  readonly optimizer: Steps;
  readonly metrics: Metrics<Outputs, Targets>;
}
