import { DataLoader, digits, mapDataset, onField, Subset, trainTestSplit } from '@neurona/datasets';
import { DenoisingUNet, DiffusionProcess, denoisingStep, sample, sampleSteps } from '@neurona/diffusion';
import { Adam, ExponentialMovingAverage } from '@neurona/optimizers';
import { plotImageGrid } from '@neurona/plots';
import { concat, Generator, manualSeed, type Tensor } from '@neurona/tensor';
import { fit, WeightAveraging } from '@neurona/training';
import { digitJudge } from '../../course/digit-judge.js';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { diffusionDigitsNumbers } from './numbers.js';

export const settings = {
  images: 1797,
  width: 16,
  epochs: 12,
  batchSize: 64,
  learningRate: 2e-3,
  dropClasses: 0.1,
  guidance: 2,
  steps: 20,
  judgeEpochs: 20,
  samples: 500,
  seed: 1,
};

export async function run(
  {
    images,
    width,
    epochs,
    batchSize,
    learningRate,
    dropClasses,
    guidance,
    steps,
    judgeEpochs,
    samples,
    seed,
  }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof diffusionDigitsNumbers.expectations>> {
  manualSeed(seed);

  // #region judge
  const all = new Subset(
    await digits(),
    Int32Array.from({ length: images }, (_, i) => i),
  );
  const [train, test] = trainTestSplit(all, { testSize: 0.2, rng: new Generator(seed) });
  const judge = await digitJudge(train, test, { epochs: judgeEpochs, ...(signal && { signal }) });
  print(`the judge reads ${(100 * judge.testAccuracy).toFixed(1)} % of held-out real digits`);
  // #endregion

  // #region training
  const process = new DiffusionProcess({ prediction: 'v' }); // a cosine schedule of 1000 steps
  const model = new DenoisingUNet({ width, numClasses: 10 });
  const centred = mapDataset(
    train,
    onField(0, (image) => ({ ...image, values: Float32Array.from(image.values, (ink) => 2 * ink - 1) })),
  );
  const adam = new Adam(model.parameters(), { learningRate });
  const average = new ExponentialMovingAverage(model.parameters(), { decay: 0.99 });
  const history = await fit(model, new DataLoader(centred, { batchSize, shuffle: true, seed }), {
    step: denoisingStep(process, { dropClasses }),
    optimizers: { adam },
    callbacks: [new WeightAveraging(average)],
    epochs,
    progress,
    ...(signal && { signal }),
  });
  // #endregion

  // #region guidance
  const asked = Array.from({ length: samples }, (_, i) => i % 10);
  const common = { sampler: 'ddim', steps, clip: 1, seed, ...(signal && { signal }) } as const;
  const inked = (x: Tensor): Tensor => x.add(1).div(2); // from [-1, 1] to [0, 1]
  async function look(strength: number): Promise<{ recognised: number; distance: number }> {
    using x = await sample(model, process, [samples, 8, 8, 1], {
      ...common,
      classes: asked,
      guidance: strength,
    });
    using drawn = inked(x);
    const result = {
      recognised: await judge.recognised(drawn, asked),
      distance: await judge.distance(drawn),
    };
    print(
      `guidance ${strength}: ${(100 * result.recognised).toFixed(1)} % read as asked, Fréchet distance ${result.distance.toFixed(2)}`,
    );
    return result;
  }
  const plain = await look(1);
  const guided = await look(guidance);
  // #endregion

  // #region pictures
  const rows = Array.from({ length: 60 }, (_, i) => i % 10);
  const drawn = await sample(model, process, [rows.length, 8, 8, 1], { ...common, classes: rows, guidance });
  draw('digits', await grid(inked(drawn), 'Digits that nobody wrote, a class each column'));
  const path: Tensor[] = [];
  const digitsOfPath = { ...common, classes: rows.slice(0, 10), guidance };
  for await (const { x } of sampleSteps(model, process, [10, 8, 8, 1], digitsOfPath))
    path.push(inked(x).clamp({ min: 0, max: 1 }));
  const shown = path.filter((_, i) => i % Math.ceil(path.length / 6) === 0 || i === path.length - 1);
  draw('path', await grid(concat(shown), 'From noise to digits, step by step'));
  // #endregion

  const losses = history.epochs.map(({ loss }) => loss!);
  for (const used of [judge, model, adam, average]) used.dispose();
  return {
    onReal: judge.testAccuracy,
    lossFalls: losses.at(-1)! / losses[0]!,
    plain: plain.recognised,
    guided: guided.recognised,
    distance: plain.distance,
  };
}

/** A picture of images, ten a row. */
const grid = async (x: Tensor, title: string): Promise<string> =>
  plotImageGrid(
    { values: Float32Array.from(await x.data(), Number), shape: x.shape },
    { columns: 10, clip: true, title },
  );
