import { DataLoader } from '@neurona/datasets';
import {
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  Flatten,
  Identity,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
} from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { plotLearningCurve } from '@neurona/plots';
import { manualSeed, noGrad, normal, uniform } from '@neurona/tensor';
import { accuracy, fit, series } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import { handwritten } from '../../course/handwritten.js';
import type { LessonTools } from '../../course/lesson.js';
import type { batchNormNumbers } from './numbers.js';

export const settings = {
  source: 'digits',
  images: 1797,
  classes: 10,
  epochs: 5,
  batchSize: 32,
  learningRate: 0.1,
  momentum: 0.8,
  seed: 1,
};

export async function run(
  { source, images, classes, epochs, batchSize, learningRate, momentum, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof batchNormNumbers.expectations>> {
  manualSeed(seed);

  // #region byHand
  const x = normal([64, 3], { mean: 5, std: 2 });
  const mean = x.mean({ axis: 0 }); // of each feature over the batch
  const variance = x.sub(mean).square().mean({ axis: 0 });
  const byHand = x.sub(mean).div(variance.add(1e-5).sqrt());
  const norm = new BatchNorm1d(3);
  const byHandError = await norm.forward(x).sub(byHand).abs().max().item();
  const runningError = await norm.runningMean!.sub(mean.mul(0.1)).abs().max().item(); // a tenth of the way from 0
  // #endregion

  // #region network
  const network = (isNormalised: boolean): Sequential => {
    const normalise = (channels: number) => (isNormalised ? new BatchNorm2d(channels) : new Identity());
    return new Sequential(
      new Conv2d(1, 32, 3), // [N, 26, 26, 32]
      normalise(32),
      new ReLU(),
      new Conv2d(32, 32, 3), // [N, 24, 24, 32]
      normalise(32),
      new ReLU(),
      new MaxPool2d(2), // [N, 12, 12, 32]
      new Conv2d(32, 2, 3), // [N, 10, 10, 2]
      normalise(2),
      new ReLU(),
      new Flatten(), // [N, 200]
      new Linear(200, 50),
      new ReLU(),
      new Linear(50, 10),
    );
  };
  // #endregion

  // #region training
  const [train, test] = await handwritten(source, images, classes);
  async function learn(model: Sequential): Promise<{ readonly losses: number[]; readonly accuracy: number }> {
    const optimizer = new SGD(model.parameters(), { learningRate, momentum });
    const history = await fit(model, new DataLoader(train, { batchSize, shuffle: true }), {
      loss: crossEntropy,
      optimizer,
      metrics: { accuracy },
      validation: new DataLoader(test, { batchSize: 256 }),
      epochs,
      progress,
      ...(signal && { signal }),
    });
    optimizer.dispose();
    return { losses: series(history, 'loss'), accuracy: series(history, 'valAccuracy').at(-1)! };
  }
  manualSeed(seed);
  const plain = await learn(network(false));
  manualSeed(seed);
  const model = network(true);
  const normalised = await learn(model);
  draw('losses', plotLearningCurve({ loss: { without: plain.losses, with: normalised.losses } }));
  // #endregion

  // #region evaluation
  model.eval(); // now the running moments are used
  const batch = uniform([8, 28, 28, 1]);
  const [alone, together] = noGrad(() => [
    model.forward(batch.narrow(0, 0, 1)),
    model.forward(batch).narrow(0, 0, 1),
  ]);
  const aloneError = await alone!.sub(together!).abs().max().item();
  // #endregion

  print(`without batch norm: accuracy ${plain.accuracy.toFixed(4)}, losses ${written(plain.losses)}`);
  print(`with batch norm: accuracy ${normalised.accuracy.toFixed(4)}, losses ${written(normalised.losses)}`);
  return {
    byHandError,
    runningError,
    aloneError,
    normalisedAccuracy: normalised.accuracy,
    lossRatio: normalised.losses[0]! / plain.losses[0]!,
  };
}

const written = (losses: readonly number[]): string => losses.map((loss) => loss.toFixed(3)).join(' ');
