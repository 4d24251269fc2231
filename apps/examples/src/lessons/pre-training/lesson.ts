import { type Autoencoder, DenseAutoencoder, encoderClassifier, trainLayerwise } from '@neurona/autoencoders';
import { type Dataset, fetchBatch, Subset } from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { manualSeed, permutationArray } from '@neurona/tensor';
import { accuracy, evaluate, fit } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import { handwritten } from '../../course/handwritten.js';
import type { LessonTools } from '../../course/lesson.js';
import type { preTrainingNumbers } from './numbers.js';

export const settings = {
  source: 'mnist',
  images: 4000,
  classes: 10,
  hidden: 256,
  dropout: 0.3,
  preEpochs: 5,
  preRate: 0.003,
  perClass: 10,
  epochs: 120,
  batchSize: 10,
  learningRate: 1,
  seeds: 5,
};

export async function run(
  {
    source,
    images,
    classes,
    hidden,
    dropout,
    preEpochs,
    preRate,
    perClass,
    epochs,
    batchSize,
    learningRate,
    seeds,
  }: typeof settings,
  { print, progress, signal }: LessonTools,
): Promise<Measured<typeof preTrainingNumbers.expectations>> {
  // #region data
  manualSeed(1);
  const [train, test] = await handwritten(source, images, classes);
  const [, labels] = await fetchBatch(train, everyIndex(train));
  const labelled = (): Dataset => {
    const order = [...permutationArray(train.length)];
    const chosen = Array.from({ length: classes }, (_, digit) =>
      order.filter((i) => labels!.values[i] === digit).slice(0, perClass),
    );
    return new Subset(train, Int32Array.from(chosen.flat()));
  };
  const ended = signal && { signal };
  // #endregion

  // #region networks
  const make = (): DenseAutoencoder =>
    new DenseAutoencoder([784, hidden, hidden], {
      activation: 'sigmoid',
      codeActivation: 'sigmoid',
      dropout,
    });
  async function learn(model: Autoencoder, few: Dataset): Promise<{ right: number; loss: number }> {
    const classifier = encoderClassifier(model, classes);
    const sgd = new SGD(classifier.parameters(), { learningRate });
    const history = await fit(classifier, few, {
      loss: crossEntropy,
      optimizer: sgd,
      batchSize,
      epochs,
      progress,
      ...ended,
    });
    const { accuracy: right } = await evaluate(classifier, test, { metrics: { accuracy } });
    for (const used of [sgd, classifier, model]) used.dispose();
    return { right: right!, loss: history.epochs.at(-1)!.loss! };
  }
  // #endregion

  // #region compare
  const gains: number[] = [];
  const learned: { readonly without: number; readonly with: number; readonly loss: number }[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    manualSeed(seed);
    const few = labelled();
    const without = await learn(make(), few);
    const model = make();
    const layers = { epochs: preEpochs, learningRate: preRate, batchSize: 64, progress, ...ended };
    await trainLayerwise(model, train, { loss: 'bce', ...layers }); // of images alone
    const after = await learn(model, few);
    gains.push(100 * (after.right - without.right));
    learned.push({ without: without.right, with: after.right, loss: without.loss });
    print(
      `seed ${seed}: ${(100 * without.right).toFixed(1)} % without (training loss ${without.loss.toFixed(2)}), ${(100 * after.right).toFixed(1)} % with pre-training (${after.loss.toFixed(2)})`,
    );
  }
  // #endregion

  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  return {
    without: mean(learned.map((one) => one.without)),
    with: mean(learned.map((one) => one.with)),
    gain: mean(gains),
    fitted: Math.max(...learned.map(({ loss }) => loss)),
  };
}

const everyIndex = (data: Dataset): number[] => Array.from({ length: data.length }, (_, i) => i);
