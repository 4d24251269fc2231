import { BasicBlock } from '@neurona/cnn';
import {
  type ArrayDataset,
  cifar10,
  compose,
  DataLoader,
  mapDataset,
  normalizeImage,
  randomCrop,
  randomHorizontalFlip,
  take,
} from '@neurona/datasets';
import {
  type AnyModule,
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  GlobalAvgPool,
  Linear,
  type Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import { AdamW, OneCycleLR } from '@neurona/optimizers';
import { plotCurves } from '@neurona/plots';
import { manualSeed } from '@neurona/tensor';
import { accuracy, evaluate, fit, LearningRateSchedule } from '@neurona/training';
import { ViT } from '@neurona/transformer';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { vitCifarNumbers } from './numbers.js';

export const settings = {
  few: 100,
  some: 600,
  many: 3600,
  tested: 1000,
  width: 16,
  embedDim: 64,
  numLayers: 3,
  numHeads: 4,
  patchSize: 8,
  steps: 300,
  leastEpochs: 20,
  batchSize: 32,
  learningRate: 0.003,
  seed: 1,
};

export async function run(
  {
    few,
    some,
    many,
    tested,
    width,
    embedDim,
    numLayers,
    numHeads,
    patchSize,
    steps,
    leastEpochs,
    batchSize,
    learningRate,
    seed,
  }: typeof settings,
  { print, draw, signal, progress }: LessonTools,
): Promise<Measured<typeof vitCifarNumbers.expectations>> {
  // #region networks
  const networks: Readonly<Record<string, () => Module>> = {
    ResNet: () =>
      new Sequential(
        new Conv2d(3, width, 3, { stride: 2, padding: 1, bias: false }), // 16 × 16
        new BatchNorm2d(width),
        new ReLU(),
        new BasicBlock(width, 2 * width, 2), // 8 × 8
        new BasicBlock(2 * width, 4 * width, 2), // 4 × 4
        new BasicBlock(4 * width, 4 * width),
        new GlobalAvgPool(),
        new Linear(4 * width, 10),
      ),
    ViT: () => new ViT({ imageSize: 32, patchSize, embedDim, numLayers, numHeads, numClasses: 10 }),
  };
  const sizeOf = (model: AnyModule): number => model.parameters().reduce((sum, { size }) => sum + size, 0);
  // #endregion

  // #region data
  const plain = normalizeImage();
  const varied = compose(randomHorizontalFlip(), randomCrop(32, { padding: 4, mode: 'reflect' }), plain);
  const prepared = (data: ArrayDataset, count: number, prepare = plain) =>
    mapDataset(take(data, count), ([image, label], rng) => [prepare(image!, rng), label!]);
  const [train, test] = [await cifar10({ batches: 1 }), await cifar10({ split: 'test' })];
  const unseen = new DataLoader(prepared(test, tested), { batchSize: 100 });
  // #endregion

  // #region learn
  async function accuracyOf(make: () => Module, count: number): Promise<number> {
    manualSeed(seed);
    const model = make();
    const optimizer = new AdamW(model.parameters(), { learningRate, weightDecay: 0.05 });
    const perEpoch = Math.ceil(count / batchSize);
    const epochs = Math.max(leastEpochs, Math.round(steps / perEpoch)); // few images are seen often
    const schedule = new OneCycleLR(optimizer, learningRate, epochs * perEpoch + 1);
    await fit(model, new DataLoader(prepared(train, count, varied), { batchSize, shuffle: true }), {
      loss: crossEntropy,
      optimizer,
      epochs,
      clipNorm: 1,
      callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
      progress,
      ...(signal && { signal }),
    });
    optimizer.dispose();
    const { accuracy: right } = await evaluate(model, unseen, { metrics: { accuracy } });
    model.dispose();
    return right!;
  }
  // #endregion

  // #region compare
  const counts = [few, some, many];
  const rows: Record<string, number[]> = {};
  const weights: number[] = [];
  for (const [name, make] of Object.entries(networks)) {
    const row: number[] = [];
    for (const count of counts) row.push(await accuracyOf(make, count));
    rows[name] = row;
    const shown = row.map((right, i) => `${right.toFixed(3)} of ${counts[i]} images`);
    const model = make();
    weights.push(sizeOf(model));
    model.dispose();
    print(`${name}, ${weights.at(-1)} weights: ${shown.join(', ')}`);
  }
  const curves = Object.entries(rows).map(([name, y]) => [name, { x: counts, y }]);
  draw('accuracy', plotCurves(Object.fromEntries(curves), { xLabel: 'images', yLabel: 'accuracy' }));
  // #endregion

  const [resnet, vit] = [rows.ResNet!, rows.ViT!];
  const enough = imagesFor(vit[2]!, counts, resnet);
  print(
    `What the transformer learns from ${many} images the residual network learns from ${Math.round(enough)}.`,
  );
  return {
    sizes: weights[1]! / weights[0]!,
    resnet: resnet[2]!,
    vit: vit[2]!,
    resnetGain: resnet[2]! - resnet[0]!,
    vitGain: vit[2]! - vit[0]!,
    leadMany: resnet[2]! - vit[2]!,
    times: many / enough,
  };
}

/** From how many images on a network is right so often: between two that were measured the accuracy grows with the logarithm. */
function imagesFor(right: number, counts: readonly number[], accuracies: readonly number[]): number {
  const next = accuracies.findIndex((reached) => reached >= right);
  if (next <= 0) return next === 0 ? counts[0]! : counts.at(-1)!;
  const [a, b] = [accuracies[next - 1]!, accuracies[next]!];
  const [few, many] = [counts[next - 1]!, counts[next]!];
  return few * (many / few) ** ((right - a) / (b - a));
}
