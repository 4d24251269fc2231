import { DataLoader } from '@neurona/datasets';
import { DenseDiscriminator, DenseGenerator, Gan, ganStep } from '@neurona/gan';
import { Adam, ExponentialMovingAverage } from '@neurona/optimizers';
import { plotCurves, plotImageGrid } from '@neurona/plots';
import { Generator, manualSeed } from '@neurona/tensor';
import { fit } from '@neurona/training';
import { digitJudge } from '../../course/digit-judge.js';
import type { Measured } from '../../course/expectation.js';
import { handwritten } from '../../course/handwritten.js';
import type { LessonTools } from '../../course/lesson.js';
import type { ganDigitsNumbers } from './numbers.js';

export const settings = {
  source: 'mnist',
  images: 10_000,
  classes: 10,
  hidden: 256,
  noiseSize: 32,
  epochs: 20,
  batchSize: 64,
  learningRate: 2e-3,
  r1: 0.3,
  decay: 0.998,
  judgeEpochs: 5,
  every: 4,
  samples: 1000,
  seed: 1,
};

export async function run(
  {
    source,
    images,
    classes,
    hidden,
    noiseSize,
    epochs,
    batchSize,
    learningRate,
    r1,
    decay,
    judgeEpochs,
    every,
    samples,
    seed,
  }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof ganDigitsNumbers.expectations>> {
  manualSeed(seed);

  // #region judge
  const [train, test] = await handwritten(source, images, classes);
  const judge = await digitJudge(train, test, { epochs: judgeEpochs, ...(signal && { signal }) });
  print(`the judge reads ${(100 * judge.testAccuracy).toFixed(1)} % of held-out real digits`);
  // #endregion

  // #region networks
  const sizes = { hiddenSizes: [hidden, hidden], numClasses: classes };
  const gan = new Gan(
    new DenseGenerator([28, 28, 1], { ...sizes, noiseSize }),
    new DenseDiscriminator([28, 28, 1], sizes),
    { noiseSize, numClasses: classes },
  );
  // #endregion

  // #region measure
  const asked = Array.from({ length: samples }, (_, i) => i % classes);
  async function look(): Promise<{ recognised: number; distance: number }> {
    using drawn = gan.sample(samples, { labels: asked, rng: new Generator(seed) });
    return { recognised: await judge.recognised(drawn, asked), distance: await judge.distance(drawn) };
  }
  // #endregion

  // #region training
  const adam = { learningRate, betas: [0.5, 0.9] } as const;
  const optimizers = {
    generator: new Adam(gan.generator.parameters(), adam),
    discriminator: new Adam(gan.discriminator.parameters(), adam),
  };
  const average = new ExponentialMovingAverage(gan.generator.parameters(), { decay });
  const seen: { epoch: number; recognised: number; distance: number }[] = [];
  const history = await fit(gan, new DataLoader(train, { batchSize, shuffle: true, seed }), {
    step: ganStep({ loss: 'nonSaturating', r1 }),
    optimizers,
    epochs,
    progress,
    ...(signal && { signal }),
    callbacks: [
      {
        onStep: () => average.update(),
        async onEpoch({ epoch }) {
          if ((epoch + 1) % every !== 0) return;
          average.swap(); // looks at what the averages draw
          const { recognised, distance } = await look();
          average.swap();
          seen.push({ epoch: epoch + 1, recognised, distance });
          print(
            `epoch ${epoch + 1}: ${(100 * recognised).toFixed(1)} % read as asked, Fréchet distance ${distance.toFixed(1)}`,
          );
        },
      },
    ],
  });
  average.swap();
  // #endregion

  // #region pictures
  const rows = Array.from({ length: 10 * classes }, (_, i) => i % classes);
  const drawn = gan.sample(rows.length, { labels: rows, rng: new Generator(seed + 1) });
  draw(
    'digits',
    plotImageGrid(
      { values: Float32Array.from(await drawn.data(), Number), shape: drawn.shape },
      { columns: classes, title: 'Digits that nobody wrote, a class each column' },
    ),
  );
  const epoch = history.epochs.map((_, i) => i + 1);
  const curve = (name: string) => ({ x: epoch, y: history.epochs.map((result) => result[name]!) });
  draw(
    'answers',
    plotCurves(
      { real: curve('realAnswer'), generated: curve('fakeAnswer') },
      { title: 'Mean answer of the discriminator' },
    ),
  );
  draw(
    'recognised',
    plotCurves(
      { recognised: { x: seen.map(({ epoch }) => epoch), y: seen.map(({ recognised }) => recognised) } },
      { title: 'Share of digits that the judge reads as asked', yRange: [0, 1] },
    ),
  );
  // #endregion

  const [first, last] = [seen[0]!, seen.at(-1)!];
  const { realAnswer, fakeAnswer } = history.epochs.at(-1)!;
  for (const used of [judge, gan, average, ...Object.values(optimizers)]) used.dispose();
  return {
    onReal: judge.testAccuracy,
    recognised: last.recognised,
    distance: last.distance,
    falls: last.distance / first.distance,
    answerGap: realAnswer! - fakeAnswer!,
  };
}
