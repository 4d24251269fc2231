import { blobs, DataLoader } from '@neurona/datasets';
import { Gan, type GanStepOptions, ganStep } from '@neurona/gan';
import { MLP } from '@neurona/mlp';
import { Adam, ExponentialMovingAverage } from '@neurona/optimizers';
import { plotCurves, plotDecisionBoundary, plotScatter } from '@neurona/plots';
import { Generator, manualSeed } from '@neurona/tensor';
import { fit, type History, WeightAveraging } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import { gridOf, onGrid } from '../../course/grid.js';
import type { LessonTools } from '../../course/lesson.js';
import type { ringNumbers } from './numbers.js';

export const settings = {
  epochs: 60,
  batchSize: 128,
  learningRate: 2e-3,
  r1: 0.3,
  steps: 5,
  speed: 20,
  seed: 1,
};

export async function run(
  { epochs, batchSize, learningRate, r1, steps, speed, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof ringNumbers.expectations>> {
  // #region ring
  const deviation = 0.08;
  const middles = Array.from({ length: 8 }, (_, k) => [
    Math.cos((k * Math.PI) / 4),
    Math.sin((k * Math.PI) / 4),
  ]);
  const data = blobs(4096, { centers: middles, std: deviation, rng: new Generator(seed) });
  // #endregion

  // #region networks
  const networks = (): Gan => new Gan(new MLP([4, 64, 64, 2]), new MLP([2, 64, 64, 1]), { noiseSize: 4 });
  // #endregion

  // #region training
  async function learn(gan: Gan, options: GanStepOptions, speed = 1): Promise<History> {
    const betas = [0.5, 0.9] as const;
    const optimizers = {
      generator: new Adam(gan.generator.parameters(), { learningRate, betas }),
      discriminator: new Adam(gan.discriminator.parameters(), { learningRate: speed * learningRate, betas }),
    };
    const average = new ExponentialMovingAverage(gan.generator.parameters(), { decay: 0.99 });
    const history = await fit(gan, new DataLoader(data, { batchSize, shuffle: true, seed }), {
      optimizers,
      step: ganStep(options),
      callbacks: [new WeightAveraging(average)],
      epochs,
      progress,
      ...(signal && { signal }),
    });
    for (const used of [average, ...Object.values(optimizers)]) used.dispose();
    return history;
  }
  // #endregion

  // #region measure
  async function look(gan: Gan) {
    const samples = (await gan.sample(2000, { rng: new Generator(seed) }).array()) as [number, number][];
    const nearest = samples.map(([x, y]) => {
      const distances = middles.map(([u, v]) => Math.hypot(x - u!, y - v!));
      const least = Math.min(...distances);
      return { mode: distances.indexOf(least), isNear: least <= 3 * deviation };
    });
    const near = nearest.filter(({ isNear }) => isNear);
    const counts = middles.map((_, k) => near.filter(({ mode }) => mode === k).length);
    return {
      samples,
      share: near.length / samples.length,
      modes: counts.filter((count) => count >= 50).length,
    };
  }
  // #endregion

  // #region balance
  manualSeed(seed);
  const gan = networks();
  const history = await learn(gan, { loss: 'nonSaturating', r1 });
  const found = await look(gan);
  const { realAnswer, fakeAnswer } = history.epochs.at(-1)!;
  print(
    `Balanced: ${found.modes} of 8 modes, ${(100 * found.share).toFixed(1)} % within three deviations, answers ${realAnswer!.toFixed(3)} to real and ${fakeAnswer!.toFixed(3)} to generated points`,
  );
  // #endregion

  // #region collapse
  manualSeed(seed);
  const overpowered = networks();
  await learn(overpowered, { loss: 'minimax', discriminatorSteps: steps }, speed);
  const lost = await look(overpowered);
  print(
    `Minimax, ${steps} steps of the discriminator for one, ${speed} times as fast: ${lost.modes} of 8 modes`,
  );
  // #endregion

  // #region pictures
  const range = [-1.6, 1.6] as const;
  const field = await onGrid(gridOf(range, range), (plane) => gan.judge(plane).sigmoid());
  draw(
    'discriminator',
    plotDecisionBoundary(field, {
      xRange: range,
      yRange: range,
      points: found.samples.slice(0, 400),
      classes: found.samples.slice(0, 400).map(() => 0),
      title: 'Generated points, and what the discriminator answers',
    }),
  );
  draw(
    'collapsed',
    plotScatter(lost.samples.slice(0, 400), { title: 'Minimax with a discriminator that is too strong' }),
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
  // #endregion

  gan.dispose();
  overpowered.dispose();
  return {
    modes: found.modes,
    share: found.share,
    realAnswer: realAnswer!,
    fakeAnswer: fakeAnswer!,
    collapsedModes: lost.modes,
  };
}
