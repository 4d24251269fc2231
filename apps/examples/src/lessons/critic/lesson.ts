import { DataLoader, digits, Subset, trainTestSplit } from '@neurona/datasets';
import { DenseDiscriminator, DenseGenerator, Gan, type GanStepOptions, ganStep } from '@neurona/gan';
import { Adam } from '@neurona/optimizers';
import { plotCurves } from '@neurona/plots';
import { Generator, manualSeed } from '@neurona/tensor';
import { fit, pearsonCorrelation } from '@neurona/training';
import { digitJudge } from '../../course/digit-judge.js';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { criticNumbers } from './numbers.js';

export const settings = {
  images: 1797,
  hidden: 128,
  noiseSize: 16,
  epochs: 60,
  batchSize: 64,
  learningRate: 1e-3,
  steps: 3,
  r1: 0.3,
  judgeEpochs: 20,
  every: 3,
  seed: 1,
};

/** A look at a generator: what the loss says, and the distance of what it draws from real digits. */
interface Look {
  readonly epoch: number;
  readonly loss: number;
  readonly distance: number;
}

export async function run(
  {
    images,
    hidden,
    noiseSize,
    epochs,
    batchSize,
    learningRate,
    steps,
    r1,
    judgeEpochs,
    every,
    seed,
  }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof criticNumbers.expectations>> {
  manualSeed(seed);

  // #region judge
  const all = new Subset(
    await digits(),
    Int32Array.from({ length: images }, (_, i) => i),
  );
  const [train, test] = trainTestSplit(all, { testSize: 0.2, rng: new Generator(seed) });
  const judge = await digitJudge(train, test, { epochs: judgeEpochs, ...(signal && { signal }) });
  const asked = Array.from({ length: 500 }, (_, i) => i % 10);
  // #endregion

  // #region training
  async function learn(options: GanStepOptions, betas: readonly [number, number]): Promise<Look[]> {
    manualSeed(seed);
    const sizes = { hiddenSizes: [hidden, hidden], numClasses: 10 };
    const gan = new Gan(
      new DenseGenerator([8, 8, 1], { ...sizes, noiseSize }),
      new DenseDiscriminator([8, 8, 1], sizes),
      { noiseSize, numClasses: 10 },
    );
    const optimizers = {
      generator: new Adam(gan.generator.parameters(), { learningRate, betas }),
      discriminator: new Adam(gan.discriminator.parameters(), { learningRate, betas }),
    };
    const looks: Look[] = [];
    await fit(gan, new DataLoader(train, { batchSize, shuffle: true, seed }), {
      step: ganStep(options),
      optimizers,
      epochs,
      progress,
      ...(signal && { signal }),
      callbacks: [
        {
          async onEpoch({ epoch }, { discriminatorLoss }) {
            if ((epoch + 1) % every !== 0) return;
            using drawn = gan.sample(asked.length, { labels: asked, rng: new Generator(seed) });
            looks.push({
              epoch: epoch + 1,
              loss: discriminatorLoss!,
              distance: await judge.distance(drawn),
            });
          },
        },
      ],
    });
    for (const used of [gan, ...Object.values(optimizers)]) used.dispose();
    return looks;
  }
  // #endregion

  // #region critic
  const critic = (await learn({ loss: 'wasserstein', discriminatorSteps: steps }, [0, 0.9])).map(
    (look) => ({ ...look, loss: -look.loss }), // E D(real) - E D(generated)
  );
  for (const { epoch, loss, distance } of critic)
    print(`epoch ${epoch}: the critic says ${loss.toFixed(3)}, the judge ${distance.toFixed(2)}`);
  // #endregion

  // #region discriminator
  const other = await learn({ loss: 'nonSaturating', r1 }, [0.5, 0.9]);
  // #endregion

  // #region compare
  const correlation = (looks: readonly Look[]): number =>
    pearsonCorrelation(
      looks.map(({ loss }) => loss),
      looks.map(({ distance }) => distance),
    );
  const curve = (looks: readonly Look[]) => ({
    x: looks.map(({ distance }) => Math.log10(distance)),
    y: looks.map(({ loss }) => loss),
  });
  draw(
    'losses',
    plotCurves(
      { 'critic of WGAN-GP': curve(critic), 'non-saturating discriminator': curve(other) },
      { title: 'Loss by distance from real digits', xLabel: 'log10 of the Fréchet distance', yLabel: 'loss' },
    ),
  );
  // #endregion

  judge.dispose();
  const [first, last] = [critic[0]!, critic.at(-1)!];
  return {
    criticFalls: last.loss / first.loss,
    distanceFalls: last.distance / first.distance,
    criticCorrelation: correlation(critic),
    otherCorrelation: correlation(other),
  };
}
