import { autoencoderSteps, ConvAutoencoder, Corruption, denoise, psnr } from '@neurona/autoencoders';
import { type Dataset, fetchBatch } from '@neurona/datasets';
import { mse } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { plotImageGrid } from '@neurona/plots';
import { manualSeed, type Tensor, tensor } from '@neurona/tensor';
import { fit } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import { handwritten } from '../../course/handwritten.js';
import type { LessonTools } from '../../course/lesson.js';
import type { denoisingNumbers } from './numbers.js';

export const settings = {
  source: 'mnist',
  images: 4000,
  classes: 10,
  noise: 0.5,
  dropout: 0.5,
  width: 16,
  epochs: 8,
  batchSize: 64,
  learningRate: 0.003,
  tested: 400,
  seed: 1,
};

export async function run(
  {
    source,
    images,
    classes,
    noise,
    dropout,
    width,
    epochs,
    batchSize,
    learningRate,
    tested,
    seed,
  }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof denoisingNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const [train, test] = await handwritten(source, images, classes);
  const count = Math.min(tested, test.length);
  const [held] = await fetchBatch(
    test as Dataset,
    Array.from({ length: count }, (_, i) => i),
  );
  const clean = tensor(held!.values, { shape: held!.shape }); // [count, 28, 28, 1]
  // #endregion

  // #region training
  async function learn(damage: { noise?: number; dropout?: number }): Promise<ConvAutoencoder> {
    manualSeed(seed); // the same weights at the start
    const model = new ConvAutoencoder({ channels: [width, 2 * width], ...damage });
    const adam = new Adam(model.parameters(), { learningRate });
    await fit(model, train, {
      ...autoencoderSteps({ loss: 'bce' }), // of what comes back and the image before it was damaged
      optimizers: { adam },
      batchSize,
      epochs,
      progress,
      ...(signal && { signal }),
    });
    adam.dispose();
    return model;
  }
  const damages = [{ noise }, { dropout }];
  const models = [await learn(damages[0]!), await learn(damages[1]!)];
  // #endregion

  // #region restored
  const qualityOf = async (x: Tensor): Promise<number> => psnr(await mse(x, clean).item());
  const pairs = models.map((model, i) => {
    const damaged = new Corruption(damages[i]).forward(clean);
    return { damaged, restored: denoise(model, damaged) };
  });
  const [noisy, restored, holed, filled] = (await Promise.all(
    pairs.flatMap(({ damaged, restored: mended }) => [qualityOf(damaged), qualityOf(mended)]),
  )) as [number, number, number, number];
  print(`noise: ${noisy.toFixed(1)} dB, restored ${restored.toFixed(1)} dB`);
  print(`lost pixels: ${holed.toFixed(1)} dB, restored ${filled.toFixed(1)} dB`);
  // #endregion

  // #region pictures
  const shown = 10;
  const parts = [pairs[0]!.damaged, clean, pairs[0]!.restored, pairs[1]!.damaged, clean, pairs[1]!.restored];
  const values = (await Promise.all(parts.map((part) => part.slice(0, shown).data()))).flatMap((part) => [
    ...part,
  ]);
  draw(
    'restored',
    plotImageGrid(
      { values, shape: [shown * parts.length, 28, 28, 1] },
      { columns: shown, clip: true, title: 'Noisy, clean, restored; with lost pixels, clean, restored' },
    ),
  );
  // #endregion

  return { noisy, noiseGain: restored - noisy, dropoutGain: filled - holed };
}
