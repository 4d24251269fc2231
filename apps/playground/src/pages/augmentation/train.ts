import {
  type Dataset,
  digits,
  fetchBatch,
  hostArray,
  mapDataset,
  onField,
  Subset,
  trainTestSplit,
} from '@neurona/datasets';
import { Adam } from '@neurona/optimizers';
import { cutmix, mixup } from '@neurona/regularizers';
import { Generator, scoped, tensor } from '@neurona/tensor';
import type { Curves } from '../../charts/curve-recorder.js';
import { ClassifierTraining } from '../../classifier/classifier-training.js';
import { drawPicture } from '../../pictures/draw-picture.js';
import { type PictureName, pictureNames } from '../../pictures/sources.js';
import type { TrainingCurve } from '../../signs/training-curve.js';
import type { Trainer } from '../../worker/protocol.js';
import { sideBySide } from '../../worker/side-by-side.js';
import { DigitsNetwork } from '../digits/model.js';
import { side } from '../digits/settings.js';
import { type AugmentationSettings, gentle, type MixName, pictureSide } from './settings.js';
import { type PipelineStep, pipelineOf } from './transforms.js';

/** What the page shows of one run. */
export interface AugmentationSnapshot {
  readonly epoch: number;
  readonly curves: Curves<TrainingCurve>;
  /** Share of the held-out digits that is answered rightly. */
  readonly accuracy: number;
  /** Examples that are learned from. */
  readonly learned: number;
  readonly held: number;
  /** Digits as the last epochs saw them. */
  readonly seen: readonly Float32Array[];
}

/** What is asked for: pictures drawn from one. */
export interface DrawsInput {
  /** A built-in picture. */
  readonly source: PictureName;
  /** The visitor's own in its place, 96 by 96: red, green and blue from 0 to 255. */
  readonly own: Uint8Array | undefined;
  readonly pipeline: readonly PipelineStep[];
  readonly mix: MixName;
  readonly seed: number;
}

/** The picture and what became of it. */
export interface Draws {
  readonly before: Uint8ClampedArray;
  readonly after: readonly Uint8ClampedArray[];
  /** The other picture, where two are mixed. */
  readonly other: PictureName | undefined;
  /** How much of each label is that of the picture; 1 where nothing is mixed. */
  readonly shares: readonly number[];
}

/** How many pictures are drawn. */
export const drawCount = 12;

const thumbnailSide = 40;
const batchSize = 16;
const steps = 480; // of each run
const shownDigits = 8;
const mostAgain = 8;
const alpha = 1; // of the shares of a mixture: any is as likely

/** Two runs of one network on the same few digits, with and without augmentation. */
export const createAugmentationTrainer = sideBySide(createRun, (settings: AugmentationSettings) => [
  settings,
  { ...settings, pipeline: [] },
]);

/** One run. */
export async function createRun(settings: AugmentationSettings): Promise<AugmentationRun> {
  const [train, test] = trainTestSplit(await digits(), { testSize: 0.2, rng: new Generator(6202) });
  const held = settings.test === 'moved' ? mapDataset(test, onField(0, pipelineOf(gentle, side))) : test;
  const all = Array.from({ length: test.length }, (_, i) => i);
  const rngs = all.map((i) => new Generator(i)); // the same for each run
  return new AugmentationRun(
    settings,
    await firstOfEach(train, settings.perClass),
    await fetchBatch(held, all, rngs),
  );
}

/** The training of a run, and pictures drawn by the pipeline. */
export class AugmentationRun implements Trainer<AugmentationSettings, AugmentationSnapshot> {
  readonly answers = {
    draws: (input: DrawsInput) => drawMany(input),
    /** The built-in pictures in small. */
    thumbnails: () =>
      Promise.all(pictureNames.map(async (name) => bytesOf((await drawPicture(name, thumbnailSide)).values))),
  };
  readonly #training: ClassifierTraining;
  readonly #train: Dataset;
  readonly #held: number;

  constructor(
    settings: Pick<AugmentationSettings, 'pipeline'>,
    examples: Dataset,
    [images, classes]: Awaited<ReturnType<typeof fetchBatch>>,
  ) {
    this.#held = images!.shape[0]!;
    this.#train = mapDataset(examples, onField(0, pipelineOf(settings.pipeline, side)));
    const model = new DigitsNetwork(0);
    this.#training = new ClassifierTraining({
      model,
      optimizer: new Adam(model.parameters(), { learningRate: 3e-3 }),
      train: this.#train,
      test: [images!, classes!],
      classes: 10,
      batchSize: Math.min(batchSize, examples.length),
      epochs: Math.ceil(steps / Math.ceil(examples.length / batchSize)),
    });
  }

  /** One batch. */
  step(): Promise<boolean> {
    return this.#training.step();
  }

  async snapshot(): Promise<AugmentationSnapshot> {
    const { accuracy } = await this.#training.tested();
    const { epoch, curves } = this.#training;
    const places = Array.from({ length: shownDigits }, (_, i) => i % this.#train.length);
    const rngs = places.map((place) => new Generator(shownDigits * epoch + place));
    const [images] = await fetchBatch(this.#train, places, rngs);
    const area = side * side;
    return {
      epoch,
      curves,
      accuracy,
      learned: this.#train.length,
      held: this.#held,
      seen: Array.from({ length: shownDigits }, (_, i) =>
        (images!.values as Float32Array).slice(area * i, area * (i + 1)),
      ),
    };
  }

  update(): boolean {
    return false; // what was learned with other examples is no fair beginning
  }

  dispose(): void {
    this.#training.dispose();
  }
}

/** The first so many examples of each class. */
async function firstOfEach(examples: Subset, count: number): Promise<Subset> {
  const classes = (
    await fetchBatch(
      examples,
      Array.from({ length: examples.length }, (_, i) => i),
    )
  )[1]!.values;
  const taken = new Array<number>(10).fill(0);
  const chosen = Array.from(classes.keys()).filter((i) => ++taken[classes[i]!]! <= count);
  return new Subset(examples, chosen);
}

/** Pictures that the pipeline makes of one. */
async function drawMany({ source, own, pipeline, mix, seed }: DrawsInput): Promise<Draws> {
  const before = own ? Float32Array.from(own, (byte) => byte / 255) : await squareOf(source);
  const other = pictureNames[(pictureNames.indexOf(source) + 1) % pictureNames.length]!;
  const rng = new Generator(seed);
  const transform = pipelineOf(pipeline, pictureSide);
  const augmented = (values: Float32Array) =>
    transform(hostArray(values, [pictureSide, pictureSide, 3]), rng).values as Float32Array;
  const after = Array.from({ length: drawCount }, () => augmented(before));
  if (mix === 'none') {
    const shares = after.map(() => 1);
    return { before: bytesOf(before), after: after.map(bytesOf), other: undefined, shares };
  }
  const second = await squareOf(other);
  const blend = (mix === 'mixup' ? mixup : cutmix)({ alpha, numClasses: 2, rng });
  const mixed: MixedPair[] = [];
  for (const values of after) {
    let pair = await mixedPair(values, augmented(second), blend);
    for (let again = 0; pair.share === 1 && again < mostAgain; again++)
      pair = await mixedPair(values, augmented(second), blend); // it was to be mixed with itself
    mixed.push(pair);
  }
  return {
    before: bytesOf(before),
    after: mixed.map(({ values }) => bytesOf(values)),
    other,
    shares: mixed.map(({ share }) => share),
  };
}

const squareOf = async (source: PictureName) => (await drawPicture(source, pictureSide)).values;

const bytesOf = (values: Float32Array): Uint8ClampedArray =>
  Uint8ClampedArray.from(values, (value) => 255 * value);

interface MixedPair {
  readonly values: Float32Array;
  readonly share: number;
}

/** A picture mixed with another, and its share of the label. */
async function mixedPair(
  values: Float32Array,
  other: Float32Array,
  blend: ReturnType<typeof mixup>,
): Promise<MixedPair> {
  const both = new Float32Array(2 * values.length);
  both.set(values);
  both.set(other, values.length);
  const [images, labels] = scoped(() =>
    blend([tensor(both, { shape: [2, pictureSide, pictureSide, 3] }), tensor([0, 1], { dtype: 'int32' })]),
  );
  const [pixels, shares] = [(await images!.data()) as Float32Array, await labels!.data()];
  for (const held of [images!, labels!]) held.dispose();
  return { values: pixels.slice(0, values.length), share: shares[0]! };
}
