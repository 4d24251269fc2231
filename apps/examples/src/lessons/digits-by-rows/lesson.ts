import { DataLoader, type Example, mapDataset } from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { Adam, OneCycleLR } from '@neurona/optimizers';
import { plotHeatmap } from '@neurona/plots';
import { SequenceClassifier } from '@neurona/rnn';
import { manualSeed, tensor } from '@neurona/tensor';
import { accuracy, evaluate, fit, LearningRateSchedule } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import { handwritten } from '../../course/handwritten.js';
import type { LessonTools } from '../../course/lesson.js';
import type { digitsByRowsNumbers } from './numbers.js';

export const settings = {
  source: 'mnist',
  images: 10_000,
  classes: 10,
  hiddenSize: 128,
  epochs: 6,
  batchSize: 64,
  learningRate: 0.005,
  seed: 3,
};

export async function run(
  { source, images, classes, hiddenSize, epochs, batchSize, learningRate, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof digitsByRowsNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const asRows = ([image, label]: Example): Example => [{ ...image!, shape: [28, 28] }, label!]; // was [28, 28, 1]
  const [train, test] = (await handwritten(source, images, classes)).map((part) => mapDataset(part, asRows));
  const loader = new DataLoader(train!, { batchSize, shuffle: true });
  // #endregion

  // #region model
  const model = new SequenceClassifier({ inputSize: 28, hiddenSize, numClasses: 10, cell: 'lstm' });
  // #endregion

  // #region training
  const optimizer = new Adam(model.parameters(), { learningRate });
  const schedule = new OneCycleLR(optimizer, learningRate, epochs * loader.length! + 1);
  const { seconds } = await fit(model, loader, {
    loss: crossEntropy,
    optimizer,
    epochs,
    clipNorm: 1,
    callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
    progress,
    ...(signal && { signal }),
  });
  // #endregion

  // #region test
  const tested = await evaluate(model, new DataLoader(test!, { batchSize: 256 }), {
    loss: crossEntropy,
    metrics: { accuracy },
  });
  print(`accuracy ${tested.accuracy!.toFixed(4)} after ${Math.round(seconds)} s of training`);
  // #endregion

  // #region rows
  const [image, label] = await test!.get(0);
  const one = tensor(image!.values, { shape: [1, 28, 28] });
  const rowsSeen = Array.from({ length: 28 }, (_, i) => i + 1);
  const after = model
    .eval()
    .forward(one.expand([28, 28, 28]), rowsSeen)
    .softmax(); // [28, 10]
  const probabilities = (await after.array()) as number[][];
  const beliefs = probabilities.map((row) => row.slice(0, classes));
  draw(
    'rows',
    plotHeatmap(beliefs, {
      title: `A ${label!.values[0]}, row by row`,
      rows: rowsSeen.map(String),
      columns: Array.from({ length: classes }, (_, digit) => String(digit)),
      xLabel: 'digit',
      yLabel: 'rows seen',
    }),
  );
  const whole = await model.forward(one).softmax().data();
  const different = Math.max(...probabilities[27]!.map((p, digit) => Math.abs(p - whole[digit]!)));
  // #endregion

  return { accuracy: tested.accuracy!, different };
}
