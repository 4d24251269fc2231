import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Gan, ganStep } from '@neurona/gan';
import { MLP } from '@neurona/mlp';
import { Adam, ExponentialMovingAverage } from '@neurona/optimizers';
import { plotCurves } from '@neurona/plots';
import { Generator, manualSeed, randn, tensor } from '@neurona/tensor';
import { fit, WeightAveraging } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { densityNumbers } from './numbers.js';

export const settings = {
  epochs: 40,
  criticEpochs: 60,
  batchSize: 128,
  learningRate: 4e-3,
  r1: 0.3,
  seed: 1,
};

export async function run(
  { epochs, criticEpochs, batchSize, learningRate, r1, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof densityNumbers.expectations>> {
  // #region data
  manualSeed(seed);
  const count = 4096;
  const normals = await randn([count, 1]).data();
  const bell = normals.map((z) => 2 + 0.5 * z);
  const batches = (values: ArrayLike<number>): DataLoader => {
    const data = new ArrayDataset([hostArray(Float32Array.from(values), [count, 1])]);
    return new DataLoader(data, { batchSize, shuffle: true, seed });
  };
  // #endregion

  // #region networks
  const networks = (): Gan => new Gan(new MLP([1, 32, 32, 1]), new MLP([1, 32, 32, 1]), { noiseSize: 1 });
  const optimizersOf = ({ generator, discriminator }: Gan, betas: readonly [number, number]) => ({
    generator: new Adam(generator.parameters(), { learningRate: learningRate / 4, betas }),
    discriminator: new Adam(discriminator.parameters(), { learningRate, betas }),
  });
  const sortedSamples = async (gan: Gan): Promise<number[]> =>
    Array.from(await gan.sample(count, { rng: new Generator(seed) }).data()).sort((a, b) => a - b);
  // #endregion

  // #region paper
  const gan = networks();
  const line = Array.from({ length: 121 }, (_, i) => -1 + i / 20);
  const densityOf = (values: readonly number[]): number[] =>
    line.map((x) => values.filter((value) => Math.abs(value - x) < 0.1).length / (0.2 * values.length));
  const answersOf = async (): Promise<number[]> =>
    Array.from(
      await gan
        .judge(tensor(line.map((x) => [x])))
        .sigmoid()
        .data(),
    );
  async function show(name: string): Promise<void> {
    const curves = {
      real: { x: line, y: densityOf(Array.from(bell)) },
      generated: { x: line, y: densityOf(await sortedSamples(gan)) },
      'answer of the discriminator': { x: line, y: await answersOf() },
    };
    draw(name, plotCurves(curves, { title: `Densities, and the discriminator: ${name}` }));
  }
  await show('before');
  const average = new ExponentialMovingAverage(gan.generator.parameters(), { decay: 0.99 });
  const optimizers = optimizersOf(gan, [0.5, 0.9]);
  await fit(gan, batches(bell), {
    optimizers,
    step: ganStep({ r1 }),
    callbacks: [new WeightAveraging(average)],
    epochs,
    progress,
    ...(signal && { signal }),
  });
  for (const used of [average, ...Object.values(optimizers)]) used.dispose();
  await show('after');
  // #endregion

  // #region half
  const samples = await sortedSamples(gan);
  const mean = samples.reduce((sum, x) => sum + x, 0) / count;
  const deviation = Math.sqrt(samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count);
  const answers = (await answersOf()).filter((_, i) => Math.abs(line[i]! - 2) <= 1);
  const fromHalf = Math.max(...answers.map((answer) => Math.abs(answer - 0.5)));
  print(
    `Generated: mean ${mean.toFixed(3)}, deviation ${deviation.toFixed(3)}; the answer is off one half by at most ${fromHalf.toFixed(3)}`,
  );
  // #endregion

  // #region critic
  const real = Array.from(bell).sort((a, b) => a - b);
  const wasserstein = networks();
  const estimates: number[] = [];
  const distances: number[] = [];
  const criticOptimizers = optimizersOf(wasserstein, [0, 0.9]);
  await fit(wasserstein, batches(bell), {
    optimizers: criticOptimizers,
    step: ganStep({ loss: 'wasserstein', discriminatorSteps: 5, gradientPenalty: 0.1 }),
    callbacks: [
      {
        async onEpoch(_, { discriminatorLoss }) {
          const made = await sortedSamples(wasserstein);
          estimates.push(-discriminatorLoss!);
          distances.push(made.reduce((sum, x, i) => sum + Math.abs(x - real[i]!), 0) / count);
        },
      },
    ],
    epochs: criticEpochs,
    progress,
    ...(signal && { signal }),
  });
  for (const used of Object.values(criticOptimizers)) used.dispose();
  const epoch = estimates.map((_, i) => i + 1);
  draw(
    'critic',
    plotCurves(
      { 'what the critic says': { x: epoch, y: estimates }, 'exact distance': { x: epoch, y: distances } },
      { title: 'Wasserstein distance by epoch' },
    ),
  );
  const [early, late] = [Math.max(...estimates.slice(1)), estimates.at(-1)!]; // the first ones are of a critic that knew nothing
  const [far, near] = [Math.max(...distances), distances.at(-1)!];
  print(
    `The critic says ${early.toFixed(3)}, then ${late.toFixed(3)}; exact ${far.toFixed(3)}, then ${near.toFixed(3)}`,
  );
  // #endregion

  gan.dispose();
  wasserstein.dispose();
  return { mean, deviation, fromHalf, criticLeft: late / early, distanceLeft: near / far };
}
