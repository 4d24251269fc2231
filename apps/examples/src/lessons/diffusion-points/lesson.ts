import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { cosineSchedule, DiffusionProcess, denoisingStep, PointDenoiser, sample } from '@neurona/diffusion';
import { Adam, CosineAnnealingLR, ExponentialMovingAverage } from '@neurona/optimizers';
import { plotScatter } from '@neurona/plots';
import { Generator, manualSeed, rand } from '@neurona/tensor';
import { fit, LearningRateSchedule, slicedWasserstein, WeightAveraging } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { diffusionPointsNumbers } from './numbers.js';

export const settings = {
  points: 2000,
  epochs: 150,
  batchSize: 250,
  learningRate: 0.004,
  steps: 20,
  seed: 1,
};

export async function run(
  { points, epochs, batchSize, learningRate, steps, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof diffusionPointsNumbers.expectations>> {
  manualSeed(seed);

  // #region shapes
  type Point = readonly [x: number, y: number];
  type Shape = (u: number) => Point;
  const spiral: Shape = (u) => {
    const angle = 2 + 3.4 * Math.PI * Math.sqrt(u);
    return [0.166 * angle * Math.cos(angle), 0.166 * angle * Math.sin(angle)];
  };
  // Letters as lines in a square, the word HOLA from left to right.
  const letters = [
    [
      [0, 0, 0, 1],
      [1, 0, 1, 1],
      [0, 0.5, 1, 0.5],
    ],
    [
      [0, 0, 0, 1],
      [0, 1, 1, 1],
      [1, 1, 1, 0],
      [1, 0, 0, 0],
    ],
    [
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ],
    [
      [0, 0, 0.5, 1],
      [0.5, 1, 1, 0],
      [0.2, 0.4, 0.8, 0.4],
    ],
  ] as const;
  const lines = letters.flatMap((strokes, i) => strokes.map((stroke) => [i, ...stroke] as const));
  const lengths = lines.map(([, x1, y1, x2, y2]) => Math.hypot(0.75 * (x2 - x1), 1.4 * (y2 - y1)));
  const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b)); // along the word
  const word: Shape = (u) => {
    const along = u * ends.at(-1)!;
    const at = ends.findIndex((end) => along <= end);
    const [i, x1, y1, x2, y2] = lines[at]!;
    const share = 1 - (ends[at]! - along) / lengths[at]!;
    const [x, y] = [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];
    return [1.05 * (i - 1.5) + 0.75 * (x - 0.5), 1.4 * (y - 0.5)];
  };
  const drawShape = async (shape: Shape, rng: Generator): Promise<number[][]> => {
    const numbers = await rand([points, 3], { rng }).array();
    return (numbers as number[][]).map(([u, a, b]) => {
      const [x, y] = shape(u!);
      return [x + 0.06 * (a! - 0.5), y + 0.06 * (b! - 0.5)];
    });
  };
  // #endregion

  // #region training
  const process = new DiffusionProcess({ schedule: cosineSchedule(100), prediction: 'v' });
  async function learn(shape: Shape): Promise<PointDenoiser> {
    const model = new PointDenoiser(2, { hiddenSize: 64 });
    const optimizer = new Adam(model.parameters(), { learningRate });
    const examples = await drawShape(shape, new Generator(seed));
    const data = new ArrayDataset([hostArray(Float32Array.from(examples.flat()), [points, 2])]);
    await fit(model, new DataLoader(data, { batchSize, shuffle: true, seed }), {
      step: denoisingStep(process),
      optimizers: { optimizer },
      callbacks: [
        new LearningRateSchedule(new CosineAnnealingLR(optimizer, epochs)),
        new WeightAveraging(new ExponentialMovingAverage(model.parameters(), { decay: 0.99, warmup: true })),
      ],
      epochs,
      progress,
      ...(signal && { signal }),
    });
    optimizer.dispose();
    return model;
  }
  // #endregion

  // #region drawing
  const held = 1000;
  async function drawn(model: PointDenoiser, count: number): Promise<number[][]> {
    const options = { sampler: 'ddim', steps: count, seed } as const;
    const x = await sample(model, process, [held, 2], options);
    return (await x.array()) as number[][];
  }
  // #endregion

  // #region distance
  const spiralModel = await learn(spiral);
  const spiralTest = (await drawShape(spiral, new Generator(seed + 1))).slice(0, held);
  const spiralPoints = await drawn(spiralModel, steps);
  const spiralDistance = slicedWasserstein(spiralPoints, spiralTest);
  const oneStepDistance = slicedWasserstein(await drawn(spiralModel, 1), spiralTest);
  const wordModel = await learn(word);
  const wordTest = (await drawShape(word, new Generator(seed + 1))).slice(0, held);
  const wordPoints = await drawn(wordModel, steps);
  const wordDistance = slicedWasserstein(wordPoints, wordTest);
  const again = (await drawShape(spiral, new Generator(seed + 2))).slice(0, held);
  print(
    `Sliced Wasserstein distance of ${held} points: spiral ${spiralDistance.toFixed(3)}, in one step ${oneStepDistance.toFixed(3)}, word ${wordDistance.toFixed(3)}; two samples of the spiral itself ${slicedWasserstein(again, spiralTest).toFixed(3)}`,
  );
  // #endregion

  draw('spiral', plotScatter(spiralPoints, { title: 'A spiral out of noise' }));
  draw('word', plotScatter(wordPoints, { title: 'A word out of noise' }));
  return { spiralDistance, wordDistance, oneStepDistance };
}
