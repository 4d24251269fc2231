import {
  type Autoencoder,
  autoencoderSteps,
  ConvAutoencoder,
  DenseAutoencoder,
  linearAutoencoder,
  measureCompression,
  psnr,
  RecurrentAutoencoder,
  reconstructionErrors,
} from '@neurona/autoencoders';
import {
  type Dataset,
  digits,
  type Example,
  mapDataset,
  nearPlane,
  PCA,
  Subset,
  trainTestSplit,
} from '@neurona/datasets';
import { Adam, SGD } from '@neurona/optimizers';
import { plotImageGrid } from '@neurona/plots';
import { manualSeed } from '@neurona/tensor';
import { fit, predict } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import { handwritten } from '../../course/handwritten.js';
import type { LessonTools } from '../../course/lesson.js';
import type { autoencodersNumbers } from './numbers.js';

export const settings = {
  points: 60,
  planeEpochs: 1000,
  source: 'mnist',
  images: 2000,
  classes: 10,
  codeSize: 30,
  epochs: 10,
  sequenceEpochs: 20,
  batchSize: 32,
  learningRate: 0.003,
  sequenceRate: 0.01,
  seed: 1,
};

export async function run(
  {
    points,
    planeEpochs,
    source,
    images,
    classes,
    codeSize,
    epochs,
    sequenceEpochs,
    batchSize,
    learningRate,
    sequenceRate,
    seed,
  }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof autoencodersNumbers.expectations>> {
  manualSeed(seed);

  // #region plane
  const cloud = nearPlane(points);
  const linear = linearAutoencoder(3, 2);
  await fit(linear, cloud, {
    ...autoencoderSteps({ loss: 'mse' }),
    optimizers: { sgd: new SGD(linear.parameters(), { learningRate: 0.2 }) },
    epochs: planeEpochs,
    progress: false,
  });
  /** At a right angle to two directions in space, of length 1. */
  const normalOf = (directions: readonly (readonly number[])[]): number[] => {
    const [a, b] = directions as [number[], number[]];
    const cross = [1, 2, 0].map((i, at) => a[i]! * b[[2, 0, 1][at]!]! - a[[2, 0, 1][at]!]! * b[i]!);
    return cross.map((value) => value / Math.hypot(...cross));
  };
  const decoder = (await linear.stateDict()['decoder.0.weight']!.array()) as number[][]; // [2, 3] spans all reconstructions
  const rows = Array.from({ length: points }, (_, i) => [...cloud.get(i)[0]!.values]);
  const { components } = new PCA({ components: 2 }).fit(rows).stateDict();
  const [ours, theirs] = [normalOf(decoder), normalOf(components)];
  const cosine = ours.reduce((sum, value, i) => sum + value * theirs[i]!, 0);
  const angle = (180 / Math.PI) * Math.acos(Math.min(Math.abs(cosine), 1));
  print(`the plane of the autoencoder is ${angle.toFixed(3)}° from that of the principal components`);
  // #endregion

  // #region stacked
  const [train, test] = await handwritten(source, images, classes);
  async function learn<Model extends Autoencoder>(
    model: Model,
    data: Dataset,
    rounds: number,
    rate: number,
  ): Promise<Model> {
    const adam = new Adam(model.parameters(), { learningRate: rate });
    await fit(model, data, {
      ...autoencoderSteps({ loss: 'bce' }),
      optimizers: { adam },
      batchSize,
      epochs: rounds,
      progress,
      ...(signal && { signal }),
    });
    adam.dispose();
    return model;
  }
  /** Peak signal-to-noise ratio of held-out images, in decibels. */
  const qualityOf = async (model: Autoencoder, data: Dataset): Promise<number> => {
    const errors = await reconstructionErrors(model, data);
    return psnr(errors.reduce((sum, error) => sum + error, 0) / errors.length);
  };
  const dense = new DenseAutoencoder([784, 100, codeSize], { activation: 'selu' });
  const stacked = await learn(dense, train, epochs, learningRate);
  const stackedQuality = await qualityOf(stacked, test);
  // #endregion

  // #region convolutional
  const conv = await learn(new ConvAutoencoder({ channels: [8, 16], codeSize }), train, epochs, learningRate);
  const convQuality = await qualityOf(conv, test);
  // #endregion

  // #region recurrent
  const asRows = ([image, label]: Example): Example => [{ ...image!, shape: [8, 8] }, label!]; // was [8, 8, 1]
  const [trainRows, testRows] = trainTestSplit(mapDataset(await digits(), asRows), { testSize: 0.2 });
  const sizes = { inputSize: 8, length: 8, hiddenSize: 48, codeSize: 16 };
  const reader = new RecurrentAutoencoder({ ...sizes, cell: 'gru', output: 'sigmoid' });
  const recurrent = await learn(reader, trainRows, sequenceEpochs, sequenceRate);
  const recurrentQuality = await qualityOf(recurrent, testRows);
  // #endregion

  // #region pictures
  const ten = Int32Array.from({ length: 10 }, (_, i) => i);
  const pictures = async (title: string, data: Dataset, models: readonly Autoencoder[]): Promise<string> => {
    const given = await Promise.all(Array.from(ten, async (i) => (await data.get(i))[0]!));
    const side = given[0]!.shape[0]!;
    const answers = await Promise.all(models.map((model) => predict(model, new Subset(data, ten))));
    const values = [...given, ...answers].flatMap((part) => [...part.values]);
    const shape = [10 * (1 + models.length), side, side, 1];
    return plotImageGrid({ values, shape }, { columns: 10, clip: true, title });
  };
  draw('images', await pictures('Held-out digits; stacked, convolutional', test, [stacked, conv]));
  draw('sequences', await pictures('Held-out digits, read and written row by row', testRows, [recurrent]));
  // #endregion

  // #region compression
  const { bitsPerPixel, psnr: quality } = await measureCompression(stacked, test, { bits: 6 });
  const lostByBits = stackedQuality - quality;
  print(
    `${bitsPerPixel.toFixed(2)} bits a pixel: ${quality.toFixed(1)} dB; stacked ${stackedQuality.toFixed(1)}, convolutional ${convQuality.toFixed(1)}, recurrent ${recurrentQuality.toFixed(1)}`,
  );
  // #endregion

  return { angle, stackedQuality, convQuality, recurrentQuality, bitsPerPixel, lostByBits };
}
