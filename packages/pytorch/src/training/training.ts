import { checkOptions, type OptionTable } from '@neurona/backend';
import type { AnyOptimizer, Schedule } from '@neurona/optimizers';
import type { PyTorchAugmentation } from './augmentation.js';
import type { PyTorchLoss } from './losses.js';

/** How a model is trained: what `train.py` does. */
export interface PyTorchTraining {
  /** A loss of `@neurona/layers` with its default settings, or its name. */
  readonly loss: PyTorchLoss | ((...args: never[]) => unknown);
  /** The optimizer of the model's parameters; its state is exported. */
  readonly optimizer: AnyOptimizer;
  /** A schedule of the learning rate, where it stands. */
  readonly schedule?: Schedule | undefined;
  /** When the schedule is stepped, default `epoch`. */
  readonly scheduleEvery?: 'epoch' | 'step';
  /** Examples in a step, of all processes together. */
  readonly batchSize: number;
  /** Passes over the data. */
  readonly epochs: number;
  /** Largest norm of the gradients of a step, default 0: any. */
  readonly clipNorm?: number;
  /** Seed of the order of examples, and of dropout; default 0. */
  readonly seed?: number;
  /** How images are varied in training, default not. */
  readonly augmentation?: PyTorchAugmentation | undefined;
  /** Whether the inputs are the targets, as for an autoencoder; default false. */
  readonly reconstruct?: boolean;
}

const trainingOptions: OptionTable<PyTorchTraining> = {
  loss: 'mse',
  optimizer: undefined as never,
  schedule: undefined,
  scheduleEvery: 'epoch',
  batchSize: 32,
  epochs: 1,
  clipNorm: 0,
  seed: 0,
  augmentation: undefined,
  reconstruct: false,
};

/** @internal */
export const checkTraining = (training: PyTorchTraining): PyTorchTraining =>
  checkOptions('exportPyTorch', training, trainingOptions);
