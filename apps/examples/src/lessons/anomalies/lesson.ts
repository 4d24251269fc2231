import { AnomalyDetector, autoencoderSteps, DenseAutoencoder } from '@neurona/autoencoders';
import { type Dataset, Subset } from '@neurona/datasets';
import { Adam } from '@neurona/optimizers';
import { plotImageGrid } from '@neurona/plots';
import { manualSeed } from '@neurona/tensor';
import { fit, rocAUCScore } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import { handwritten } from '../../course/handwritten.js';
import type { LessonTools } from '../../course/lesson.js';
import type { anomaliesNumbers } from './numbers.js';

export const settings = {
  source: 'mnist',
  images: 10_000,
  classes: 10,
  leftOut: 2,
  hidden: 128,
  codeSize: 10,
  epochs: 14,
  batchSize: 64,
  learningRate: 0.002,
  quantile: 0.95,
  seed: 1,
};

export async function run(
  {
    source,
    images,
    classes,
    leftOut,
    hidden,
    codeSize,
    epochs,
    batchSize,
    learningRate,
    quantile,
    seed,
  }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof anomaliesNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const [train, test] = await handwritten(source, images, classes);
  const labelsOf = async (part: Dataset): Promise<number[]> =>
    Promise.all(
      Array.from({ length: part.length }, async (_, i) => Number((await part.get(i))[1]!.values[0])),
    );
  const labels = await labelsOf(train);
  const normal = labels.flatMap((label, i) => (label === leftOut ? [] : [i]));
  const half = Math.floor(0.9 * normal.length);
  const known = new Subset(train, Int32Array.from(normal.slice(0, half)));
  const calibration = new Subset(train, Int32Array.from(normal.slice(half)));
  // #endregion

  // #region training
  const model = new DenseAutoencoder([784, hidden, codeSize]);
  const adam = new Adam(model.parameters(), { learningRate });
  await fit(model, known, {
    ...autoencoderSteps({ loss: 'bce' }),
    optimizers: { adam },
    batchSize,
    epochs,
    progress,
    ...(signal && { signal }),
  });
  adam.dispose();
  // #endregion

  // #region detector
  const detector = await AnomalyDetector.fit(model, calibration, { quantile });
  const scores = await detector.scores(test);
  const isOdd = (await labelsOf(test)).map((label) => Number(label === leftOut));
  const auc = rocAUCScore(scores, isOdd);
  const shareOver = (odd: number): number => {
    const of = scores.filter((_, i) => isOdd[i] === odd);
    return of.filter((score) => score > detector.threshold).length / of.length;
  };
  const [falseAlarms, found] = [shareOver(0), shareOver(1)];
  print(
    `AUC ${auc.toFixed(3)}; of the others ${(100 * falseAlarms).toFixed(1)} % are taken for odd, of the ${leftOut}s ${(100 * found).toFixed(0)} %`,
  );
  // #endregion

  // #region oddest
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const oddest = order.slice(0, 20);
  const pictures = await Promise.all(oddest.map(async (i) => (await test.get(i))[0]!.values));
  draw(
    'oddest',
    plotImageGrid(
      { values: pictures.flatMap((values) => [...values]), shape: [oddest.length, 28, 28, 1] },
      {
        columns: 10,
        clip: true,
        title: 'The oddest of the test',
        titles: oddest.map((i) => scores[i]!.toFixed(3)),
        marks: oddest.map((i) => (isOdd[i] ? 'hit' : 'miss')),
      },
    ),
  );
  // #endregion

  return { auc, falseAlarms, found };
}
