import { gradCAM, occlusionMap, saliencyMap } from '@neurona/cnn';
import { ArrayDataset, digits, hostArray } from '@neurona/datasets';
import {
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  GlobalAvgPool,
  Linear,
  MaxPool2d,
  type Module,
  ReLU,
  receptiveField,
  Sequential,
} from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { plotImageGrid, plotReceptiveField } from '@neurona/plots';
import { argmax, manualSeed, type Tensor, tensor, uniform } from '@neurona/tensor';
import { accuracy, fit, series } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { explanationsNumbers } from './numbers.js';

export const settings = {
  images: 1797,
  tested: 200,
  classes: 10,
  epochs: 15,
  batchSize: 32,
  learningRate: 0.01,
  seed: 1,
};

export async function run(
  { images, tested, classes, epochs, batchSize, learningRate, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof explanationsNumbers.expectations>> {
  // #region data
  manualSeed(seed);
  const side = 32; // four quarters of 16 × 16: a digit of 8 × 8, enlarged, in one; digits in pieces in the others
  const [pixels, labels] = (await digits()).fields.map(({ values }) => values) as [Float32Array, Int32Array];
  const chosen = Array.from(labels.keys())
    .filter((i) => labels[i]! < classes)
    .slice(0, images);
  const count = chosen.length;
  const chance = await uniform([count, 4, 3]).data();
  const quarters = new Int32Array(count);
  const canvas = new Float32Array(count * side * side);
  for (let i = 0; i < count; i++) {
    quarters[i] = Math.floor(4 * chance[12 * i]!);
    for (let quarter = 0; quarter < 4; quarter++) {
      const from = quarter === quarters[i] ? i : Math.floor(count * chance[12 * i + 3 * quarter + 1]!);
      for (let p = 0; p < 256; p++) {
        let [y, x] = [Math.floor(p / 32), Math.floor((p % 16) / 2)];
        if (quarter !== quarters[i]) {
          const piece = 4 * Math.floor(y / 2) + Math.floor(x / 2); // one of 16, each taken from another place
          const other = (piece * 7 + Math.floor(16 * chance[12 * i + 3 * quarter + 2]!)) % 16;
          [y, x] = [2 * Math.floor(other / 4) + (y % 2), 2 * (other % 4) + (x % 2)];
        }
        const row = 16 * Math.floor(quarter / 2) + Math.floor(p / 16);
        canvas[(i * side + row) * side + 16 * (quarter % 2) + (p % 16)] =
          pixels[64 * chosen[from]! + 8 * y + x]!;
      }
    }
  }
  const part = (from: number, to: number) =>
    new ArrayDataset([
      hostArray(canvas.slice(from * side * side, to * side * side), [to - from, side, side, 1]),
      Int32Array.from(chosen.slice(from, to), (at) => labels[at]!),
    ]);
  const [train, test] = [part(0, count - tested), part(count - tested, count)];
  // #endregion

  // #region network
  const block = (inChannels: number, outChannels: number): Module[] => [
    new Conv2d(inChannels, outChannels, 3, { padding: 1, bias: false }),
    new BatchNorm2d(outChannels),
    new ReLU(),
  ];
  const model = new Sequential(
    ...block(1, 8),
    new MaxPool2d(2), // [N, 16, 16, 8]
    ...block(8, 16),
    new MaxPool2d(2), // [N, 8, 8, 16]
    ...block(16, 32),
    ...block(32, 32), // [N, 8, 8, 32]
    new GlobalAvgPool(), // where something was found is forgotten here
    new Linear(32, classes),
  );
  const optimizer = new Adam(model.parameters(), { learningRate });
  const history = await fit(model, train, {
    loss: crossEntropy,
    optimizer,
    batchSize,
    metrics: { accuracy },
    validation: test,
    epochs,
    progress,
    ...(signal && { signal }),
  });
  const testAccuracy = series(history, 'valAccuracy').at(-1)!;
  print(`accuracy ${testAccuracy.toFixed(3)} on the test pictures`);
  // #endregion

  // #region receptive
  const ends = { 'block 1': 3, 'block 2': 7, 'block 3': 11, 'block 4': 14 };
  const layers = Object.entries(ends).map(([label, end]) => ({
    label,
    size: receptiveField(new Sequential(...model.layers.slice(0, end))).size,
  }));
  const seen = layers.at(-1)!.size[0]!;
  draw('receptive-field', plotReceptiveField(test.get(0)[0]!, layers));
  // #endregion

  // #region maps
  const x = tensor(test.fields[0]!.values, test.fields[0]!);
  const own = { classes: tensor(test.fields[1]!.values, { dtype: 'int32' }) };
  const maps: Readonly<Record<string, Tensor>> = {
    'Grad-CAM': gradCAM(model, x, { layer: '13', ...own }),
    saliency: saliencyMap(model, x, own),
    occlusion: occlusionMap(model, x, { windowSize: 8, stride: 4, ...own }),
  }; // [N, 32, 32] each
  // #endregion

  // #region pointing
  const points: number[] = [];
  for (const [name, map] of Object.entries(maps)) {
    const strongest = await argmax(map.reshape([tested, side * side]), { axis: -1 }).data();
    const hits = Array.from(strongest, (at, i) => {
      const quarter = 2 * Math.floor(at / side / 16) + Math.floor((at % side) / 16);
      return quarter === quarters[count - tested + i] ? 1 : 0;
    });
    points.push(hits.reduce<number>((sum, hit) => sum + hit, 0) / tested);
    print(`${name}: the strongest pixel is in the digit's quarter in ${(100 * points.at(-1)!).toFixed(0)} %`);
  }
  // #endregion

  // #region picture
  const shown = Math.min(5, tested);
  const scaled = await Promise.all(
    [x.squeeze(-1), ...Object.values(maps)].map(async (map) => {
      const first = map.narrow(0, 0, shown).relu();
      return Array.from(
        await first.div(first.max({ axis: [1, 2], keepDims: true }).add(1e-9)).data(),
        Number,
      );
    }),
  );
  draw(
    'maps',
    plotImageGrid(
      { values: scaled.flat(), shape: [4 * shown, side, side, 1] },
      { columns: shown, title: `Pictures, ${Object.keys(maps).join(', ')}` },
    ),
  );
  // #endregion

  const [camPoints, saliencyPoints, occlusionPoints] = points as [number, number, number];
  return { testAccuracy, seen, camPoints, saliencyPoints, occlusionPoints };
}
