import { DataLoader } from '@neurona/datasets';
import { Conv2d, crossEntropy, Flatten, Linear, MaxPool2d, ReLU, Sequential } from '@neurona/layers';
import { Adadelta, type AnyOptimizer, SGD } from '@neurona/optimizers';
import { plotConfusionMatrix, plotLearningCurve } from '@neurona/plots';
import { manualSeed } from '@neurona/tensor';
import {
  accuracy,
  classificationReport,
  evaluate,
  fit,
  type History,
  learningCurves,
} from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import { handwritten } from '../../course/handwritten.js';
import type { LessonTools } from '../../course/lesson.js';
import type { digitsCnnNumbers } from './numbers.js';

export const settings = {
  source: 'mnist',
  images: 10_000,
  classes: 10,
  epochs: 8,
  batchSize: 64,
  learningRate: 0.1,
  momentum: 0.8,
  seed: 1,
};

export async function run(
  { source, images, classes, epochs, batchSize, learningRate, momentum, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof digitsCnnNumbers.expectations>> {
  // #region data
  manualSeed(seed);
  const [train, test] = await handwritten(source, images, classes);
  // #endregion

  // #region network
  const network = (): Sequential =>
    new Sequential(
      new Conv2d(1, 32, 3), // [N, 26, 26, 32]
      new ReLU(),
      new Conv2d(32, 32, 3), // [N, 24, 24, 32]
      new ReLU(),
      new MaxPool2d(2), // [N, 12, 12, 32]
      new Conv2d(32, 2, 3), // [N, 10, 10, 2]
      new ReLU(),
      new Flatten(), // [N, 200]
      new Linear(200, 50),
      new ReLU(),
      new Linear(50, 10),
    );
  // #endregion

  // #region training
  async function learn(model: Sequential, optimizer: AnyOptimizer): Promise<History> {
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
    return history;
  }
  // #endregion

  // #region optimizers
  manualSeed(seed);
  const bySGD = network();
  const sgd = await learn(bySGD, new SGD(bySGD.parameters(), { learningRate, momentum }));
  manualSeed(seed); // from the same weights, with the same batches
  const byAdadelta = network();
  const adadelta = await learn(byAdadelta, new Adadelta(byAdadelta.parameters()));
  const panels = Object.entries({ SGD: sgd, AdaDelta: adadelta }).flatMap(([name, history]) =>
    Object.entries(learningCurves(history)).map(
      ([metric, curves]) => [`${metric}, ${name}`, curves] as const,
    ),
  );
  const sideBySide = Object.fromEntries(panels.toSorted(([a], [b]) => b.localeCompare(a)));
  draw('learning-curves', plotLearningCurve(sideBySide, { title: 'SGD and AdaDelta', columns: 2 }));
  // #endregion

  // #region report
  const report = await classificationReport(byAdadelta, test);
  const tested = await evaluate(bySGD, new DataLoader(test, { batchSize: 256 }), {
    loss: crossEntropy,
    metrics: { accuracy },
  });
  print(`SGD: accuracy ${tested.accuracy!.toFixed(4)} on the test set\n\nAdaDelta\n${report}`);
  draw('confusion-matrix', plotConfusionMatrix(report.confusion, { labels: report.classNames }));
  // #endregion

  const parameters = byAdadelta.parameters().reduce((sum, { size }) => sum + size, 0);
  return { parameters, adadeltaAccuracy: report.accuracy, lead: report.accuracy - tested.accuracy! };
}
