import { mnist, Subset } from '@neurona/datasets';
import { crossEntropy, Flatten, Sequential } from '@neurona/layers';
import { MLP } from '@neurona/mlp';
import { SGD } from '@neurona/optimizers';
import { plotLearningCurve } from '@neurona/plots';
import { manualSeed } from '@neurona/tensor';
import { accuracy, evaluate, fit, learningCurves } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { digitsNumbers } from './numbers.js';

export const settings = {
  epochs: 10,
  learningRate: 0.05,
  batchSize: 20,
  images: 1000,
  tested: 9000,
  seed: 1,
};

export async function run(
  { epochs, learningRate, batchSize, images, tested, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof digitsNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const digits = await mnist({ split: 'test' }); // 10,000 digits
  const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
  const train = new Subset(digits, range(0, images));
  const test = new Subset(digits, range(images, tested));
  // #endregion

  // #region model
  const model = new Sequential(new Flatten(), new MLP([784, 20, 20, 10]));
  // #endregion

  // #region training
  const history = await fit(model, train, {
    loss: crossEntropy,
    optimizer: new SGD(model.parameters(), { learningRate }),
    metrics: { accuracy },
    batchSize,
    shuffle: true,
    epochs,
    progress,
    ...(signal && { signal }),
  });
  // #endregion

  // #region test
  const result = await evaluate(model, test, { loss: crossEntropy, metrics: { accuracy }, batchSize: 500 });
  print(`${(100 * result.accuracy!).toFixed(1)} % of ${test.length} other digits are right`);
  // #endregion

  draw('learning-curve', plotLearningCurve(learningCurves(history), { title: 'With the library' }));
  return { accuracy: result.accuracy! };
}
