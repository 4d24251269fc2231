import {
  autoencoderSteps,
  DenseAutoencoder,
  reconstructionErrors,
  trainLayerwise,
} from '@neurona/autoencoders';
import { Adam } from '@neurona/optimizers';
import { manualSeed } from '@neurona/tensor';
import { fit } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import { handwritten } from '../../course/handwritten.js';
import type { LessonTools } from '../../course/lesson.js';
import type { layerwiseNumbers } from './numbers.js';

export const settings = {
  source: 'mnist',
  images: 3000,
  classes: 10,
  hidden: 128,
  codeSize: 40,
  epochs: 8,
  batchSize: 64,
  learningRate: 0.002,
};

export async function run(
  { source, images, classes, hidden, codeSize, epochs, batchSize, learningRate }: typeof settings,
  { print, progress, signal }: LessonTools,
): Promise<Measured<typeof layerwiseNumbers.expectations>> {
  manualSeed(1);

  // #region data
  const [train, test] = await handwritten(source, images, classes);
  const make = (): DenseAutoencoder => {
    manualSeed(1); // the same weights at the start
    return new DenseAutoencoder([784, hidden, codeSize], { codeActivation: 'relu' });
  };
  const ended = signal && { signal };
  const errorOf = async (model: DenseAutoencoder): Promise<number> => {
    const errors = await reconstructionErrors(model, test);
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  };
  // #endregion

  // #region joint
  async function learn(model: DenseAutoencoder, rounds: number): Promise<void> {
    const adam = new Adam(model.parameters(), { learningRate });
    const steps = autoencoderSteps({ loss: 'bce' });
    await fit(model, train, {
      ...steps,
      optimizers: { adam },
      batchSize,
      epochs: rounds,
      progress,
      ...ended,
    });
    adam.dispose();
  }
  const joint = make();
  await learn(joint, 2 * epochs);
  const jointError = await errorOf(joint);
  // #endregion

  // #region greedy
  const greedy = make();
  await trainLayerwise(greedy, train, { loss: 'bce', epochs, batchSize, learningRate, progress, ...ended });
  const alone = (await errorOf(greedy)) / jointError;
  await learn(greedy, epochs); // fine-tuning
  const ratio = (await errorOf(greedy)) / jointError;
  print(
    `error of layer-wise training ${alone.toFixed(2)} times that of joint training, fine-tuned ${ratio.toFixed(2)}`,
  );
  // #endregion

  return { alone, ratio };
}
