// internal: a small training for the tests of callbacks
import { ArrayDataset, DataLoader, type DataLoaderOptions, hostArray } from '@neurona/datasets';
import { Linear, mse, ReLU, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { manualSeed } from '@neurona/tensor';
import { type FitOptions, fit, type History } from '../index.js';

/** 16 points on a line. */
export function line(options: DataLoaderOptions = { batchSize: 4 }): DataLoader {
  const x = Float32Array.from({ length: 16 }, (_, i) => Math.sin(3.1 * i));
  const y = x.map((value) => 2 * value + 1);
  return new DataLoader(new ArrayDataset([hostArray(x, [16, 1]), hostArray(y, [16, 1])]), options);
}

/** A network, its optimizer, and what trains it on the points. */
export function lineTraining(): {
  readonly model: Sequential;
  readonly optimizer: SGD;
  readonly train: (options: Partial<FitOptions>) => Promise<History>;
} {
  manualSeed(7);
  const model = new Sequential(new Linear(1, 4), new ReLU(), new Linear(4, 1));
  const optimizer = new SGD(model.parameters(), { learningRate: 0.05 });
  const train = (options: Partial<FitOptions>): Promise<History> =>
    fit(model, line(), { loss: mse, optimizer, progress: false, ...options });
  return { model, optimizer, train };
}
