// internal: the task `pictures`
import { type Dataset, fetchBatch, stackRows, targetsOf, unstackRows } from '@neurona/datasets';
import {
  Conv2d,
  crossEntropy,
  Dropout,
  Flatten,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
  type SequentialItem,
} from '@neurona/layers';
import { plotImageGrid, type ReportSection } from '@neurona/plots';
import { largest, predict } from '@neurona/training';
import { UsageError } from '../../console/usage-error.js';
import { number, type SettingsOf, sizes, whole } from '../../settings/setting.js';
import { evaluateClassifier, fitClassifier, namedClasses } from '../classification.js';
import { factsRecord, namesIn, sizeIn } from '../facts.js';
import { optimizerSettings, trainingSettings } from '../optimization.js';
import type { Task } from '../task.js';
import {
  loadPictures,
  loadTestPictures,
  type PictureFacts,
  pictureSettings,
  readPicture,
  torchVariation,
} from './picture-data.js';

const settings = {
  data: pictureSettings('folder'),
  model: {
    channels: sizes([32, 64], 'Channels of each convolution; after each, height and width are halved.'),
    hidden: whole(64, 'Features of the layer before the last.', { least: 1, most: 100_000 }),
    dropout: number(0.3, 'Share of those features that is dropped in training.', { least: 0, most: 0.95 }),
  },
  optimizer: optimizerSettings(3e-3),
  training: trainingSettings(20, 32),
};

type Settings = SettingsOf<typeof settings>;

/** Pictures of classes: a small convolutional network. */
export const pictures: Task<typeof settings, PictureFacts, Sequential> = {
  name: 'pictures',
  about: 'Tells which class a picture is of, by a convolutional network.',
  settings,
  monitor: 'valLoss',
  inputKind: 'pictures (PNG, JPEG, WebP, GIF)',
  leastInputs: 1,

  async load({ data, training }) {
    const { facts, notes, train, test } = await loadPictures(data, training.seed);
    return { facts, notes, data: { train, test } };
  },

  loadTest: loadTestPictures,

  readFacts(raw) {
    const facts = factsRecord(raw);
    return {
      height: sizeIn(facts, 'height', 1024),
      width: sizeIn(facts, 'width', 1024),
      channels: sizeIn(facts, 'channels', 4),
      classNames: namesIn(facts, 'classNames'),
    };
  },

  build: network,
  fit: fitClassifier,
  torch: {
    loss: () => crossEntropy,
    ...torchVariation,
  },

  async evaluate(model, test, _, { classNames }) {
    const found = await evaluateClassifier(model, test, classNames);
    const mistakes = await mistakesOf(model, test, classNames);
    return { ...found, sections: [...found.sections, ...mistakes] };
  },

  async predict(model, files, values, facts) {
    const images = await Promise.all(files.map((file) => readPicture(file, values, facts)));
    const outputs = await predict(model, [stackRows(images)]);
    return namedClasses(files, outputs.values as Float32Array, facts.classNames);
  },

  inputs: (_, { height, width, channels }) => [{ name: 'pictures', shape: [1, height, width, channels] }],
};

/** Convolutions with pooling, then two linear layers: `[N, H, W, C]` → `[N, classes]`. */
function network({ model }: Settings, { height, width, channels, classNames }: PictureFacts): Sequential {
  const layers: SequentialItem[] = [];
  let [rows, columns, features] = [height, width, channels];
  for (const count of model.channels) {
    layers.push(new Conv2d(features, count, 3, { padding: 'same' }), new ReLU(), new MaxPool2d(2));
    [rows, columns, features] = [Math.floor(rows / 2), Math.floor(columns / 2), count];
    if (rows === 0 || columns === 0) {
      throw new UsageError(
        `model.channels has ${model.channels.length} convolutions, and pictures of ${height} × ${width} can't be halved so often. Take fewer, or a larger data.size.`,
      );
    }
  }
  return new Sequential(
    ...layers,
    new Flatten(),
    new Linear(rows * columns * features, model.hidden),
    new ReLU(),
    new Dropout(model.dropout),
    new Linear(model.hidden, classNames.length),
  );
}

const mostShown = 40; // mistakes in the report

async function mistakesOf(
  model: Sequential,
  test: Dataset,
  classNames: readonly string[],
): Promise<ReportSection[]> {
  const answers = largest((await predict(model, test)).values, classNames.length);
  const classes = await targetsOf(test);
  const wrong = Array.from(answers.keys()).filter((i) => answers[i] !== classes[i]);
  if (wrong.length === 0) return [];
  const shown = wrong.slice(0, mostShown);
  const [images] = await fetchBatch(test, Int32Array.from(shown));
  const svg = plotImageGrid(unstackRows(images!), {
    title: `${wrong.length} of ${test.length} are taken for others`,
    subtitle: 'What the network says, and what the picture is of',
    titles: shown.map((i) => `${classNames[answers[i]!]}, not ${classNames[Number(classes[i])]}`),
    marks: shown.map(() => 'miss' as const),
    clip: true,
  });
  return [{ title: 'Mistakes', blocks: [{ svg }] }];
}
