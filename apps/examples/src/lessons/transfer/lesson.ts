import { loadWeights, saveWeights } from '@neurona/checkpoints';
import { type ResNet, resnet18 } from '@neurona/cnn';
import {
  type ArrayDataset,
  cifar10,
  colorJitter,
  compose,
  DataLoader,
  type Dataset,
  hostArray,
  mapDataset,
  normalizeImage,
  randomCrop,
  randomHorizontalFlip,
  randomResizedCrop,
  resize,
  Subset,
} from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { AdamW, OneCycleLR, SGD } from '@neurona/optimizers';
import { plotConfusionMatrix, plotImageGrid } from '@neurona/plots';
import { manualSeed, scoped } from '@neurona/tensor';
import {
  accuracy,
  type Callback,
  classificationReport,
  evaluate,
  FreezeSchedule,
  fit,
  LearningRateSchedule,
} from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { transferNumbers } from './numbers.js';

export const settings = {
  weights: '',
  weightsClasses: 5,
  saveTo: '',
  width: 8,
  size: 64,
  classes: 5,
  known: 400,
  few: 20,
  tested: 100,
  halfEpochs: 60,
  epochs: 64,
  headEpochs: 15,
  tuneEpochs: 30,
  bodyRate: 0.002,
  learningRate: 0.003,
  seeds: 3,
};

export async function run(
  {
    weights,
    weightsClasses,
    saveTo,
    width,
    size,
    classes,
    known,
    few,
    tested,
    halfEpochs,
    epochs,
    headEpochs,
    tuneEpochs,
    bodyRate,
    learningRate,
    seeds,
  }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof transferNumbers.expectations>> {
  // #region data
  const [train, test] = [await cifar10({ batches: 1 }), await cifar10({ split: 'test' })];
  const normalized = normalizeImage([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);
  const plain = compose(resize(size), normalized);
  const shifted = compose(randomHorizontalFlip(), randomCrop(32, { padding: 4, mode: 'reflect' }));
  const cut = randomResizedCrop(32, { scale: [0.5, 1], ratio: [1, 1] });
  const coloured = colorJitter({ brightness: 0.3, contrast: 0.4, saturation: 0.5 });
  /** Indices of pictures of the classes from one on, so many of each. */
  const indicesOf = ({ fields }: ArrayDataset, first: number, count: number, from = 0): number[] => {
    const labels = Array.from(fields[1]!.values);
    const of = (index: number) => labels.flatMap((label, i) => (label === index ? [i] : []));
    return Array.from({ length: classes }, (_, k) => of(first + k).slice(from, from + count)).flat();
  };
  const part = (data: ArrayDataset, indices: readonly number[], first: number, prepare = plain): Dataset =>
    mapDataset(new Subset(data, Int32Array.from(indices)), ([image, label], rng) => [
      prepare(image!, rng),
      hostArray(Int32Array.of(label!.values[0]! - first), []), // the first of the classes is 0
    ]);
  const old = (side: number): Dataset =>
    part(train, indicesOf(train, 0, known), 0, compose(cut, coloured, shifted, resize(side), normalized));
  const unseen = part(test, indicesOf(test, classes, tested), classes);
  // #endregion

  // #region training
  async function learn(
    model: ResNet,
    data: Dataset,
    optimizer: SGD | AdamW,
    [rates, epochs, batchSize]: readonly [highest: number | number[], epochs: number, batchSize: number],
    callbacks: readonly Callback[] = [],
  ): Promise<void> {
    const cycle = new OneCycleLR(optimizer, rates, epochs * Math.ceil(data.length / batchSize));
    await fit(model, new DataLoader(data, { batchSize, shuffle: true }), {
      loss: crossEntropy,
      optimizer,
      epochs,
      callbacks: [...callbacks, new LearningRateSchedule(cycle, { every: 'step' })],
      progress,
      ...(signal && { signal }),
    });
    optimizer.dispose();
  }
  const accuracyOf = async (model: ResNet, data: Dataset): Promise<number> =>
    (await evaluate(model, new DataLoader(data, { batchSize: 100 }), { metrics: { accuracy } })).accuracy!;
  // #endregion

  // #region base
  manualSeed(1);
  const base = resnet18({ numClasses: weights ? weightsClasses : classes, width });
  if (weights) await loadWeights(base, weights);
  else {
    for (const [side, cycle] of [
      [Math.ceil(size / 2), halfEpochs], // these epochs take a third of the time
      [size, epochs],
    ] as const) {
      if (cycle === 0) continue;
      const optimizer = new SGD(base.parameters(), { momentum: 0.9, nesterov: true, weightDecay: 5e-4 });
      await learn(base, old(side), optimizer, [0.1, cycle, 32]);
    }
    const baseAccuracy = await accuracyOf(base, part(test, indicesOf(test, 0, tested), 0));
    print(
      `the network to begin with, from ${old(size).length} pictures: ${baseAccuracy.toFixed(3)} on its own classes`,
    );
  }
  if (saveTo) await saveWeights(saveTo, base, { layout: 'torch' });
  // #endregion

  // #region moved
  /** How far the body is from that of the first network: the root mean square of what changed, norms' statistics with it. */
  async function movedFrom(body: ResNet, model: ResNet): Promise<number> {
    const before = body.stateDict();
    const names = Object.keys(before).filter((name) => !/^fc\.|numBatchesTracked$/.test(name));
    const state = model.stateDict();
    const sum = scoped(() =>
      names
        .map((name) => state[name]!.sub(before[name]!).square().mean())
        .reduce((total, mean) => total.add(mean)),
    );
    const squares = await sum.item();
    sum.dispose();
    return Math.sqrt(squares / names.length);
  }
  // #endregion

  // #region features
  async function headAlone(pictures: Dataset): Promise<ResNet> {
    const model = resnet18({ numClasses: base.numClasses, width });
    model.loadStateDict(base.stateDict());
    model.resetClassifier(classes).freezeThrough('layer4');
    const optimizer = new AdamW(model.fc.parameters(), { weightDecay: 0.01 });
    await learn(model, pictures, optimizer, [0.01, headEpochs, few]);
    return model;
  }
  // #endregion

  // #region tuning
  async function tune(model: ResNet, pictures: Dataset): Promise<void> {
    const body = [...model.namedParameters()].filter(([name]) => !name.startsWith('fc.'));
    const groups = [{ params: body.map(([, parameter]) => parameter) }, { params: model.fc.parameters() }];
    const schedule = new FreezeSchedule([
      { epoch: 0, unfreeze: /^layer4.*(conv|downsample.0)/ }, // norms keep the statistics of many pictures
      { epoch: Math.floor(tuneEpochs / 3), unfreeze: /^layer.*(conv|downsample.0)/ }, // the stem stays as it is
    ]);
    const rates = [bodyRate, learningRate];
    await learn(
      model,
      pictures,
      new AdamW(groups, { weightDecay: 0.05 }),
      [rates, tuneEpochs, few],
      [schedule],
    );
  }
  // #endregion

  // #region scratch
  async function fromScratch(pictures: Dataset): Promise<ResNet> {
    const model = resnet18({ numClasses: classes, width });
    const optimizer = new AdamW(model.parameters(), { weightDecay: 0.05 });
    await learn(model, pictures, optimizer, [learningRate, headEpochs + tuneEpochs, few]);
    return model;
  }
  // #endregion

  // #region seeds
  const [scratch, features, tuned]: [number[], number[], number[]] = [[], [], []];
  let [featureMove, tuneMove] = [0, 0];
  const classNames = test.classNames!.slice(classes, 2 * classes);
  for (let seed = 1; seed <= seeds && !signal?.aborted; seed++) {
    const chosen = indicesOf(train, classes, few, (seed - 1) * few); // others for each seed
    const pictures = part(train, chosen, classes, compose(shifted, plain));
    manualSeed(seed);
    scratch.push(await accuracyOf(await fromScratch(pictures), unseen));
    manualSeed(seed);
    const model = await headAlone(pictures);
    featureMove = Math.max(featureMove, await movedFrom(base, model));
    features.push(await accuracyOf(model, unseen));
    await tune(model, pictures);
    tuneMove = await movedFrom(base, model);
    const report = await classificationReport(model, unseen);
    tuned.push(report.accuracy);
    const [from, head, whole] = [scratch, features, tuned].map((all) => all.at(-1)!.toFixed(3));
    print(`seed ${seed}: from scratch ${from}, new head ${head}, fine-tuned ${whole}`);
    if (seed > 1) continue;
    const shown = indicesOf(train, classes, Math.min(few, 8));
    const images = shown.map((i) => train.get(i)[0]!.values);
    draw(
      'pictures',
      plotImageGrid(
        { values: images.flatMap((values) => Array.from(values)), shape: [images.length, 32, 32, 3] },
        { columns: shown.length / classes, title: `From each class: ${classNames.join(', ')}` },
      ),
    );
    draw('confusion-matrix', plotConfusionMatrix(report.confusion, { labels: classNames }));
  }
  // #endregion

  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  return {
    scratchAccuracy: mean(scratch),
    featureAccuracy: mean(features),
    tunedAccuracy: mean(tuned),
    lead: mean(tuned) - mean(scratch),
    leastLead: Math.min(...tuned.map((value, i) => value - scratch[i]!)),
    featureMove,
    tuneMove,
  };
}
