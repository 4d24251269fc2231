// internal: a small training whose parts tests look at
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Linear, mse, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { type Batches, type FitOptions, fit } from '../index.js';

const dataset = (): ArrayDataset => {
  const x = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
  return new ArrayDataset([
    hostArray(x, [12, 1]),
    hostArray(
      x.map((v) => 2 * v),
      [12, 1],
    ),
  ]);
};
/** Batches of 12 points on a line through 0. */
export const loader = (options = {}): DataLoader => new DataLoader(dataset(), { batchSize: 4, ...options });

/** Begins to train a model of one weight and a bias. */
export function start(options: Partial<FitOptions> = {}, data: Batches = loader()) {
  const model = new Sequential(new Linear(1, 1));
  const optimizer = new SGD(model.parameters(), { learningRate: 0.1 });
  const history = fit(model, data, { loss: mse, optimizer, progress: false, ...options });
  return { model, optimizer, history };
}
