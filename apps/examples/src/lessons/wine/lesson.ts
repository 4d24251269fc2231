import {
  DataLoader,
  fitField,
  StandardScaler,
  trainTestSplit,
  transformField,
  wine,
} from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { MLP } from '@neurona/mlp';
import { SGD } from '@neurona/optimizers';
import { plotConfusionMatrix, plotLearningCurve } from '@neurona/plots';
import { manualSeed, tensor } from '@neurona/tensor';
import { accuracy, classificationReport, fit, learningCurves, series } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import initialWeights from './initial-weights.json' with { type: 'json' };
import type { wineNumbers } from './numbers.js';

export const settings = { epochs: 60, batchSize: 8, learningRate: 0.05, momentum: 0.1, seed: 1 };

export async function run(
  { epochs, batchSize, learningRate, momentum, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof wineNumbers.expectations>> {
  manualSeed(seed);

  // #region model
  const network = (): MLP => new MLP([13, 5, 5, 5, 3], { activation: 'tanh' }); // at the end a score for each grape
  const training = { loss: crossEntropy, metrics: { accuracy }, progress, ...(signal && { signal }) };
  // #endregion

  // #region known
  const all = await wine();
  const scaledAll = transformField(await fitField(new StandardScaler(), all), all);
  const known = network();
  const weights = Object.entries(initialWeights).map(([name, values]) => [name, tensor(values)] as const);
  known.loadStateDict(Object.fromEntries(weights));
  const knownHistory = await fit(known, new DataLoader(scaledAll, { batchSize: all.length }), {
    ...training,
    optimizer: new SGD(known.parameters(), { learningRate: 0.05, momentum: 0.1 }),
    epochs: 200, // one step each: the batch is the whole data set
  });
  const losses = series(knownHistory, 'loss');
  // #endregion

  // #region data
  const [train, test] = trainTestSplit(all, { testSize: 0.3, stratify: all.fields[1]!.values });
  const scaler = await fitField(new StandardScaler(), train); // what it knows comes from the training set alone
  const [trainScaled, testScaled] = [transformField(scaler, train), transformField(scaler, test)];
  // #endregion

  // #region training
  const model = network();
  const history = await fit(model, new DataLoader(trainScaled, { batchSize, shuffle: true }), {
    ...training,
    optimizer: new SGD(model.parameters(), { learningRate, momentum }),
    validation: new DataLoader(testScaled, { batchSize: 64 }),
    epochs,
  });
  draw('learning-curve', plotLearningCurve(learningCurves(history), { title: 'Wine' }));
  // #endregion

  // #region report
  const trainReport = await classificationReport(model, trainScaled);
  const testReport = await classificationReport(model, testScaled);
  print(`Training set\n${trainReport}\n\nTest set\n${testReport}`);
  draw('confusion-matrix', plotConfusionMatrix(testReport.confusion, { labels: testReport.classNames }));
  // #endregion

  return {
    losses: [0, 50, 100, 150, 199].map((step) => losses[step]!),
    trainAccuracy: trainReport.accuracy,
    testAccuracy: testReport.accuracy,
  };
}
