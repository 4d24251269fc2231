import { checkOptions, type OptionTable } from '@neurona/backend';
import type { AnyOptimizer, Schedule } from '@neurona/optimizers';
import type { PyTorchAugmentation } from './augmentation.js';
import type { PyTorchLoss } from './losses.js';
import type { PyTorchDenoising } from './steps/denoising-text.js';
import type { PyTorchELBO } from './steps/elbo-text.js';
import type { PyTorchGan } from './steps/gan-text.js';
import type { PyTorchVQ } from './steps/vq-text.js';

/** Steps of their own kind, by the settings of the function that makes them: `elboSteps`, `vqSteps`, `ganStep`, `denoisingStep`. */
export type PyTorchSteps =
  | { readonly elbo: PyTorchELBO }
  | { readonly vq: PyTorchVQ }
  | { readonly gan: PyTorchGan }
  | { readonly denoising: PyTorchDenoising };

/** How a model is trained: what `train.py` does. */
export interface PyTorchTraining {
  /** A loss of `@neurona/layers` with its default settings, or its name. */
  readonly loss?: PyTorchLoss | ((...args: never[]) => unknown) | undefined;
  /** In place of a loss, what a model trains by that is more than a loss of outputs and targets: `{ elbo: { beta: 2 } }`. */
  readonly steps?: PyTorchSteps | undefined;
  /** The optimizer of the model's parameters, of a `Gan` one for each network; its state is exported. */
  readonly optimizer: AnyOptimizer | Readonly<Record<'generator' | 'discriminator', AnyOptimizer>>;
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
  steps: undefined,
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
