import { DataLoader } from '@neurona/datasets';
import { crossEntropy, type Sequential } from '@neurona/layers';
import { Adadelta, Adam, type AnyOptimizer, SGD } from '@neurona/optimizers';
import { manualSeed } from '@neurona/tensor';
import {
  accuracy,
  type ClassificationReport,
  classificationReport,
  fit,
  type History,
} from '@neurona/training';
import { type DemoData, loadData } from './data.js';
import { digitsNetwork } from './model.js';

/** Settings of {@link train}. */
export interface TrainOptions {
  readonly epochs: number;
  readonly seed: number;
  readonly optimizer: OptimizerName;
  /** How many digits to use, default all. */
  readonly limit?: number;
  /** Ends training after the current step. */
  readonly signal?: AbortSignal;
  /** Whether progress is shown, default true. */
  readonly progress?: boolean;
}

/** What came out. */
export interface Trained {
  readonly model: Sequential;
  readonly data: DemoData;
  readonly history: History;
  readonly report: ClassificationReport;
}

/** The optimizers to choose from, with settings that suit the digits. */
export const optimizers = {
  adam: (model: Sequential): AnyOptimizer => new Adam(model.parameters(), { learningRate: 3e-3 }),
  adadelta: (model: Sequential): AnyOptimizer => new Adadelta(model.parameters()),
  sgd: (model: Sequential): AnyOptimizer =>
    new SGD(model.parameters(), { learningRate: 0.05, momentum: 0.9, nesterov: true }),
};

/** The name of an optimizer. */
export type OptimizerName = keyof typeof optimizers;

/** Trains the network on the chosen backend and tests it on the digits held out. The same seed gives the same result. */
export async function train(options: TrainOptions): Promise<Trained> {
  const { epochs, seed, signal, progress = true } = options;
  manualSeed(seed);
  const data = await loadData(options.limit);
  const model = digitsNetwork();
  const optimizer = optimizers[options.optimizer](model);
  const history = await fit(model, new DataLoader(data.train, { batchSize: 32, shuffle: true }), {
    loss: crossEntropy,
    optimizer,
    metrics: { accuracy },
    validation: new DataLoader(data.test, { batchSize: 256 }),
    epochs,
    progress,
    ...(signal && { signal }),
  });
  optimizer.dispose();
  const report = await classificationReport(model, data.test);
  return { model, data, history, report };
}
