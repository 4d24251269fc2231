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

/** From a batch's outputs and targets to a scalar to be made small. */
export type Loss<Outputs = Tensor, Targets = Tensor> = (outputs: Outputs, targets: Targets) => Tensor;

/** Adds to the loss, from the model's parameters. */
export type Regularizer = (model: AnyModule) => Tensor;

/** Changes the model's parameters in place, after each step. */
export type Constraint = (model: AnyModule) => void;

/** Changes a training batch, of inputs and then targets. */
export type BatchTransform = (batch: Batch) => Batch;

/** Settings that every training has. */
export interface TrainingOptions extends BatchingOptions {
  /** Number of epochs, default 1. */
  readonly epochs?: number;
  /** Examples in a batch where data is no loader, default 32. */
  readonly batchSize?: number;
  /** Whether each epoch has an order of its own where data is no loader, default true. */
  readonly shuffle?: boolean;
  /** Data that is only evaluated on, after an epoch. */
  readonly validation?: Data;
  /** Validates after every n epochs, and after the last; default 1. */
  readonly validateEvery?: number;
  /** Callbacks, called in ascending `order`, default none. */
  readonly callbacks?: readonly Callback[];
  /** Ends training after the current step; an epoch whose training or validation was cut short is not reported. */
  readonly signal?: AbortSignal;
  /** Whether progress is shown: a bar on a terminal, a line an epoch elsewhere; default true in Node.js. */
  readonly progress?: boolean;
  /** Hears how far it is, ten times a second at most: plain objects that a worker can post to its page. */
  readonly onProgress?: (event: TrainingEvent) => void;
  /**
   * Goes on from a checkpoint: a file, what was read from one or decoded from bytes, or a folder of `ModelCheckpoint`, whose newest one counts. With an
   * empty folder, or none, training begins at the beginning. One that a callback had ended stays ended.
   */
  readonly resume?: string | TrainingCheckpoint;
  /** Generators of random numbers, besides the default one, that layers or transforms draw from: saved in checkpoints. */
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
} as const;

/** Settings of {@link fit}. */
export interface FitOptions<Outputs = Tensor, Targets = Tensor> extends TrainingOptions, FieldOptions {
  /** What is minimised: a function of outputs and targets, or the name of one. */
  readonly loss: Loss<Outputs, Targets> | LossName;
  /** What changes the parameters; a name makes one of all of the model's. */
  readonly optimizer: Steps | OptimizerName;
  /** The step size of an optimizer that is given by its name; default that optimizer's own. */
  readonly learningRate?: number;
  /** Numbers to report besides the loss: functions or names, under the names to be shown. */
  readonly metrics?: MetricsOption<Outputs, Targets>;
  /** Penalties added to the loss that is minimised; the loss reported is without them, and their sum is reported as `penalty`. */
  readonly regularizers?: readonly Regularizer[];
  /** Applied to the parameters after each step, in order. */
  readonly constraints?: readonly Constraint[];
  /** Applied to each training batch, in order; metrics compare with the targets as they were. */
  readonly batchTransforms?: readonly BatchTransform[];
  /**
   * Batches whose gradients are added up for a step, default 1: as good as batches so many times larger. Each counts by what its
   * loss divides by: examples, tokens, weights of classes. What is left at the end of an epoch makes a step of its own.
   */
  readonly accumulate?: number;
  /**
   * How much the examples of each class count in training. The loss must take `{ weight }` as third argument, as `crossEntropy`
   * does; validation goes without.
   */
  readonly classWeights?: ArrayLike<number>;
  /** The largest norm that all gradients together may have in a step; larger ones are scaled down. */
  readonly clipNorm?: number;
  /** The largest size that an element of a gradient may have in a step; clipped before the norm is. */
  readonly clipValue?: number;
  /** Called when the gradients are there and before the step. */
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
  classWeights: undefined,
  clipNorm: 1,
  clipValue: 1,
  beforeStep: undefined,
  ...trainingOptions,
} as const;

/** What a step of one's own works with. */
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

/** Settings of {@link fit} with a step of one's own. */
export interface CustomFitOptions<
  M extends AnyModule,
  Optimizers extends Readonly<Record<string, Steps>> = Readonly<Record<string, Steps>>,
> extends TrainingOptions {
  /**
   * Trains on one batch: forward passes, gradients and optimizer steps in any number and order. It runs in a memory scope, which
   * frees what it makes, and may not wait for the device.
   */
  readonly step: (context: StepContext<M, Optimizers>) => StepValues;
  /** What the step uses, by name; they are saved in checkpoints. */
  readonly optimizers?: Optimizers;
  /** Measures one batch of the validation data, without learning; layers are in evaluation mode. */
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
