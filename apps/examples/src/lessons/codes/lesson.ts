import { autoencoderSteps, DenseAutoencoder, klSparsity, l1Sparsity } from '@neurona/autoencoders';
import { digits, type HostArray, PCA, trainTestSplit } from '@neurona/datasets';
import { Adam } from '@neurona/optimizers';
import { plotImageGrid, plotScatter } from '@neurona/plots';
import { manualSeed } from '@neurona/tensor';
import { fit, predict } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { codesNumbers } from './numbers.js';

export const settings = {
  units: 64,
  target: 0.1,
  weight: 0.05,
  l1: 0.002,
  epochs: 60,
  mapEpochs: 80,
  batchSize: 64,
  learningRate: 0.005,
  seed: 1,
};

export async function run(
  { units, target, weight, l1, epochs, mapEpochs, batchSize, learningRate, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof codesNumbers.expectations>> {
  // #region data
  manualSeed(seed);
  const [train, test] = trainTestSplit(await digits(), { testSize: 0.2 });
  async function learn(
    model: DenseAutoencoder,
    rounds: number,
    penalties = [klSparsity(target, { weight })],
  ) {
    const adam = new Adam(model.parameters(), { learningRate });
    await fit(model, train, {
      ...autoencoderSteps({ loss: 'bce', penalties }),
      optimizers: { adam },
      batchSize,
      epochs: rounds,
      progress,
      ...(signal && { signal }),
    });
    adam.dispose();
    return model;
  }
  const meanOf = ({ values }: HostArray, f = (value: number): number => value): number =>
    Array.from(values).reduce((sum, value) => sum + f(value), 0) / values.length;
  // #endregion

  // #region sparse
  manualSeed(seed); // the same weights at the start
  const free = await learn(new DenseAutoencoder([64, units], { codeActivation: 'sigmoid' }), epochs, []);
  manualSeed(seed);
  const sparse = await learn(new DenseAutoencoder([64, units], { codeActivation: 'sigmoid' }), epochs);
  const freeActivity = meanOf(await predict(free.encoder, test));
  const activity = meanOf(await predict(sparse.encoder, test));
  print(`mean activity ${activity.toFixed(3)}, without a penalty ${freeActivity.toFixed(3)}`);
  // #endregion

  // #region absolute
  manualSeed(seed);
  const rectified = new DenseAutoencoder([64, units], { codeActivation: 'relu' });
  const absolute = await learn(rectified, epochs, [l1Sparsity(l1)]);
  const silent = meanOf(await predict(absolute.encoder, test), (value) => Number(value === 0));
  print(`with an L1 penalty ${(100 * silent).toFixed(0)} % of the units are silent for a digit`);
  const filters = await sparse.stateDict()['decoder.0.weight']!.data(); // [units, 64]
  const most = Math.max(...Array.from(filters as Float32Array, Math.abs));
  const shape = [units, 8, 8, 1];
  draw(
    'parts',
    plotImageGrid({ values: filters, shape }, { title: 'What each unit paints', range: [-most, most] }),
  );
  // #endregion

  // #region map
  manualSeed(seed);
  const flat = await learn(new DenseAutoencoder([64, 48, 2], { activation: 'elu' }), mapEpochs, []);
  const rows = async (part: typeof test): Promise<number[][]> =>
    Promise.all(Array.from({ length: part.length }, async (_, i) => [...(await part.get(i))[0]!.values]));
  const [known, held] = [await rows(train), await rows(test)];
  const pca = new PCA({ components: 2 }).fit(known);
  const projected = pca.transform(held);
  const linear = pca.inverseTransform(projected).values;
  const painted = (await predict(flat, test)).values;
  const errorOf = (back: ArrayLike<number>): number =>
    held.flat().reduce((sum, value, i) => sum + (value - back[i]!) ** 2, 0) / (64 * held.length);
  const share = errorOf(painted) / errorOf(linear);
  print(
    `two numbers: error ${errorOf(painted).toFixed(4)}, by principal components ${errorOf(linear).toFixed(4)}`,
  );
  // #endregion

  // #region scatter
  const classes = await Promise.all(held.map(async (_, i) => Number((await test.get(i))[1]!.values[0])));
  const labels = Array.from({ length: 10 }, (_, digit) => String(digit));
  const pairs = (values: ArrayLike<number>): number[][] =>
    held.map((_, i) => [values[2 * i]!, values[2 * i + 1]!]);
  const codes = (await predict(flat.encoder, test)).values;
  draw(
    'map-autoencoder',
    plotScatter(pairs(codes), { classes, labels, title: 'Two numbers of an autoencoder' }),
  );
  draw(
    'map-pca',
    plotScatter(pairs(projected.values), { classes, labels, title: 'Two principal components' }),
  );
  // #endregion

  return { offTarget: Math.abs(activity - target), freeActivity, silent, share };
}
