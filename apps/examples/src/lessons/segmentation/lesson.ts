import { unet } from '@neurona/cnn';
import { ArrayDataset, type HostArray, hostArray } from '@neurona/datasets';
import { crossEntropy, dice } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { plotImageGrid, plotLearningCurve } from '@neurona/plots';
import { argmax, manualSeed, noGrad, normal, type Tensor, tensor, uniform } from '@neurona/tensor';
import { ConfusionMetric, evaluate, fit, meanIoU, series } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { segmentationNumbers } from './numbers.js';

export const settings = {
  images: 300,
  size: 32,
  shapes: 2,
  kinds: 3,
  noise: 0.1,
  width: 8,
  epochs: 12,
  batchSize: 16,
  learningRate: 0.01,
  seed: 1,
};

export async function run(
  { images, size, shapes, kinds, noise, width, epochs, batchSize, learningRate, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof segmentationNumbers.expectations>> {
  // #region data
  manualSeed(seed);
  const classNames = ['background', 'circle', 'square', 'triangle'].slice(0, kinds + 1);
  /** Whether a place, from -1 to 1 across and down, is inside of a shape. */
  const isInside = [
    (x: number, y: number) => x * x + y * y < 1,
    (x: number, y: number) => Math.max(Math.abs(x), Math.abs(y)) < 0.9,
    (x: number, y: number) => Math.abs(y) < 1 && Math.abs(x) < (y + 1) / 2,
  ];
  async function pictures(count: number): Promise<ArrayDataset> {
    const pixels = await normal([count, size, size, 1], { mean: 0.25, std: noise }).data();
    const choices = await uniform([count, shapes, 5]).data(); // of each shape: kind, row, column, radius, brightness
    const classes = new Int32Array(count * size * size);
    for (let i = 0; i < count * shapes; i++) {
      const [kind, row, column, radius, bright] = choices.subarray(5 * i, 5 * i + 5) as Float32Array;
      const shape = Math.floor(kinds * kind!);
      const r = size * (0.14 + 0.08 * radius!);
      const [top, left] = [row!, column!].map((share) => r + share * (size - 2 * r)) as [number, number];
      for (let p = 0; p < size * size; p++) {
        const [y, x] = [(Math.floor(p / size) + 0.5 - top) / r, ((p % size) + 0.5 - left) / r];
        if (!isInside[shape]!(x, y)) continue;
        const at = Math.floor(i / shapes) * size * size + p;
        if (classes[at] === 0) pixels[at]! += 0.3 + 0.4 * bright!;
        classes[at] = shape + 1;
      }
    }
    return new ArrayDataset([
      hostArray(pixels, [count, size, size, 1]),
      hostArray(classes, [count, size, size]),
    ]);
  }
  const [train, test] = [await pictures(images), await pictures(100)];
  const background = test.fields[1]!.values.filter((index) => index === 0).length / (100 * size * size);
  print(`${(100 * background).toFixed(0)} % of the pixels are background`);
  // #endregion

  // #region training
  async function learn(loss: (logits: Tensor, classes: Tensor) => Tensor) {
    manualSeed(seed); // the same weights at the start
    const model = unet({ inChannels: 1, numClasses: kinds + 1, width, depth: 2 }); // [N, H, W, 1] → [N, H, W, 4]
    const optimizer = new Adam(model.parameters(), { learningRate });
    const history = await fit(model, train, {
      loss,
      optimizer,
      batchSize,
      metrics: { meanIoU: new ConfusionMetric(meanIoU) },
      validation: test,
      epochs,
      progress,
      ...(signal && { signal }),
    });
    optimizer.dispose();
    return { model, curve: series(history, 'valMeanIoU') };
  }
  const byEntropy = await learn(crossEntropy);
  const byDice = await learn(dice);
  const curves = { 'cross-entropy': byEntropy.curve, dice: byDice.curve };
  draw('mean-iou', plotLearningCurve({ meanIoU: curves }, { title: 'Mean IoU of test pictures' }));
  // #endregion

  // #region classes
  const overlaps = await Promise.all(
    [byEntropy, byDice].map(async ({ model }) => {
      const iouOf = (index: number) =>
        new ConfusionMetric((counts) => {
          const [row, column] = [counts[index]!, counts.map((of) => of[index]!)];
          const hits = row[index]!;
          return hits / ([...row, ...column].reduce((sum, count) => sum + count, 0) - hits);
        });
      const metrics = Object.fromEntries(classNames.map((name, index) => [name, iouOf(index)]));
      return evaluate(model, test, { metrics });
    }),
  );
  for (const [i, name] of ['cross-entropy', 'dice'].entries())
    print(`${name.padEnd(13)} ${classNames.map((of) => `${of} ${overlaps[i]![of]!.toFixed(3)}`).join('  ')}`);
  // #endregion

  // #region predictions
  const shown = Math.min(5, test.length);
  const [given, truth] = test.batch(Array.from({ length: shown }, (_, i) => i)) as [HostArray, HostArray];
  const x = tensor(given.values, given);
  const predicted = [byEntropy, byDice].map(({ model }) =>
    noGrad(() => argmax(model.eval().forward(x), { axis: -1 })),
  );
  const classesOf = [truth.values, ...(await Promise.all(predicted.map((classes) => classes.data())))];
  const colors = ['eeeeee', '1763cf', 'c24f06', '1a7a45'].map((hex) =>
    [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  const values = [
    ...Array.from(given.values, (value) => [value, value, value]),
    ...classesOf.flatMap((classes) => Array.from(classes, (index) => colors[index]!)),
  ].flat();
  draw(
    'predictions',
    plotImageGrid(
      { values, shape: [4 * shown, size, size, 3] },
      { columns: shown, clip: true, title: 'Pictures, their shapes, cross-entropy, Dice' },
    ),
  );
  // #endregion

  const [entropyIoU, diceIoU] = [byEntropy.curve.at(-1)!, byDice.curve.at(-1)!];
  return { entropyIoU, diceIoU, background };
}
