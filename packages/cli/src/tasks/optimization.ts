// internal: settings that trainings share
import type { Dataset } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { Adam, AdamW, type AnyOptimizer, CosineAnnealingLR, RMSprop, SGD } from '@neurona/optimizers';
import {
  type Callback,
  EarlyStopping,
  FailOnNaN,
  type FitOptions,
  fit,
  type History,
  LearningRateSchedule,
  type Model,
  type TrainingOptions,
} from '@neurona/training';
import { choice, number, type SettingsOf, whole } from '../settings/setting.js';

/** Settings of the optimizer, with a learning rate that suits the task. */
export const optimizerSettings = (learningRate: number) => ({
  name: choice(['adam', 'adamW', 'sgd', 'rmsprop'], 'adam', 'How weights follow their gradients.'),
  learningRate: number(learningRate, 'Size of a step.', { least: 0 }),
  momentum: number(0.9, 'Momentum of sgd and rmsprop; adam and adamW have their own.', { least: 0, most: 1 }),
  weightDecay: number(0, 'How much weights are drawn to 0.', { least: 0 }),
  schedule: choice(
    ['constant', 'cosine'],
    'constant',
    'Whether the learning rate stays, or falls to 0 along a cosine over the epochs.',
  ),
});

/** Settings of every training, with a number of epochs and a batch size that suit the task. */
export const trainingSettings = (epochs: number, batchSize: number) => ({
  epochs: whole(epochs, 'Passes over the data.', { least: 1 }),
  batchSize: whole(batchSize, 'Examples in a step.', { least: 1, most: 1_000_000 }),
  patience: whole(0, 'Stops after that many epochs without a better validation loss; 0: never.'),
  clipNorm: number(0, 'Largest norm of the gradients of a step; 0: none.', { least: 0 }),
  seed: whole(6202, 'Same seed, same result.'),
});

type OptimizerValues = SettingsOf<{ optimizer: ReturnType<typeof optimizerSettings> }>['optimizer'];
type TrainingValues = SettingsOf<{ training: ReturnType<typeof trainingSettings> }>['training'];

/** What {@link fitBySettings} goes by. */
export interface TrainingSettings {
  readonly optimizer: OptimizerValues;
  readonly training: TrainingValues;
}

/** The optimizer that the settings describe. */
export function makeOptimizer(model: AnyModule, settings: OptimizerValues): AnyOptimizer {
  const { name, learningRate, momentum, weightDecay } = settings;
  const parameters = model.parameters().filter(({ requiresGrad }) => requiresGrad);
  if (name === 'adam') return new Adam(parameters, { learningRate, weightDecay });
  if (name === 'adamW') return new AdamW(parameters, { learningRate, weightDecay });
  if (name === 'sgd') return new SGD(parameters, { learningRate, momentum, weightDecay });
  return new RMSprop(parameters, { learningRate, momentum, weightDecay });
}

/** Callbacks that the settings ask for. */
export function settingCallbacks(optimizer: AnyOptimizer, settings: TrainingSettings): Callback[] {
  const { epochs, patience } = settings.training;
  return [
    new FailOnNaN(),
    ...(settings.optimizer.schedule === 'cosine'
      ? [new LearningRateSchedule(new CosineAnnealingLR(optimizer, epochs), { every: 'epoch' })]
      : []),
    ...(patience > 0 ? [new EarlyStopping({ monitor: 'valLoss', patience, restoreBest: false })] : []),
  ];
}

/** Minimises a loss over the training data by the settings' optimizer, and validates on the test data after each epoch. */
export async function fitBySettings(
  model: Model,
  data: { readonly train: Dataset; readonly test: Dataset },
  settings: TrainingSettings,
  { callbacks = [], ...options }: TrainingOptions & Pick<FitOptions, 'loss' | 'metrics'>,
): Promise<History> {
  const { clipNorm } = settings.training;
  const optimizer = makeOptimizer(model, settings.optimizer);
  try {
    return await fit(model, data.train, {
      ...options,
      ...(clipNorm > 0 && { clipNorm }),
      optimizer,
      validation: data.test,
      callbacks: [...settingCallbacks(optimizer, settings), ...callbacks],
    });
  } finally {
    optimizer.dispose();
  }
}
