import { encodeSafetensors, exportONNX } from '@neurona/checkpoints';
import { ArrayDataset, hostArray } from '@neurona/datasets';
import { Adam } from '@neurona/optimizers';
import { noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { Curves } from '../charts/curve-recorder.js';
import { ClassifierTraining, type Tested } from '../classifier/classifier-training.js';
import type { TrainingCurve } from '../signs/training-curve.js';
import { bodyFeatures, bodySide } from '../weights/body-sizes.js';
import { HeadedBody, imageBody, trainedImageBody } from '../weights/image-body.js';
import { loadWeights } from '../weights/weight-files.js';
import type { Trainer } from '../worker/protocol.js';
import type { BodyName, TeachSettings } from './classes.js';
import { examplesOf, type TeachExample } from './examples.js';
import { answerOf, areSame, type TeachAnswer, taughtIn } from './head.js';
import { readNetwork } from './read-network.js';

/** What the page shows. */
export interface TeachSnapshot {
  readonly body: BodyName;
  /** What the published network is called that is the body; undefined where none is. */
  readonly network?: string;
  /** Names of the classes, in the order of the answers. */
  readonly classes: readonly string[];
  readonly tested: Tested;
  /** The held-out pictures that are answered wrongly. */
  readonly mistaken: readonly Uint8Array[];
  readonly held: number;
  readonly learned: number;
  readonly epoch: number;
  readonly curves: Curves<TrainingCurve> | undefined;
  /** How long training took so far. */
  readonly trainMs: number;
  /** Pictures whose features were computed for this training, and pictures whose features were there already. */
  readonly computed: number;
  readonly reused: number;
  /** Pictures whose features are still to be computed, before training. */
  readonly waiting: number;
}

/** A picture that is asked about. */
export interface TeachQuestion {
  readonly bytes: Uint8Array;
  /** The same in the size of `keptSide`. */
  readonly square: Uint8Array;
  /** The class whose weights are asked for. */
  readonly asked: number;
}

/** Examples in a batch. */
export const batchSize = 12;
const epochs = { frozen: 40, untrained: 40, whole: 12, published: 40 } as const;
const bodyRate = 0.1; // of the learning rate, where the body learns too
const chunk = 16; // pictures that go through the body at once

/** Features by body and picture, for as long as the worker lives: a body that is frozen makes the same of a picture each time. */
const known = new Map<string, Float32Array>();
let files = 0; // weights that came from a file

/** Begins with a new head on a small body. */
export async function createTeachTrainer(settings: TeachSettings, seed = 1): Promise<TeachTrainer> {
  const body = settings.body === 'untrained' ? imageBody() : await trainedImageBody();
  const network = new HeadedBody(body.eval(), settings.classes.length);
  if (settings.body !== 'whole') body.freeze();
  const trainer = new TeachTrainer(settings, network);
  await trainer.begin(settings.body === 'untrained' ? `untrained ${seed}` : 'trained');
  return trainer;
}

/** Trains a head on features that are computed once, or body and head on the pictures. */
export class TeachTrainer implements Trainer<TeachSettings, TeachSnapshot> {
  readonly answers = {
    read: readNetwork,
    predict: (input: Omit<TeachQuestion, 'square'>) => this.#predict(input),
    /** A safetensors file with the names of the classes. */
    save: (names: readonly string[]) => this.#save(names),
    onnx: (names: readonly string[]) =>
      exportONNX(this.#network, [1, bodySide, bodySide, 3], { metadata: { classes: JSON.stringify(names) } }),
    names: (bytes: Uint8Array) => taughtIn(bytes),
    /** There are all of them. */
    async *features(): AsyncGenerator<number> {},
    load: (bytes: Uint8Array) => this.#load(bytes),
  };
  #network: HeadedBody;
  #training!: ClassifierTraining;
  #settings: TeachSettings;
  #optimizer!: Adam;
  #test: readonly TeachExample[] = [];
  #learned = 0;
  #trainMs = 0;
  #counts = { computed: 0, reused: 0 };

  constructor(settings: TeachSettings, network: HeadedBody) {
    this.#settings = settings;
    this.#network = network;
  }

  /**
   * Makes examples of the pictures: features, or the pictures themselves where the body learns too.
   * @param bodyKey - What the body is called among the features that are kept.
   */
  async begin(bodyKey: string): Promise<void> {
    const { classes, body, learningRate } = this.#settings;
    const { train, test } = examplesOf(classes);
    const isWhole = body === 'whole';
    const valuesOf = (examples: readonly TeachExample[]) =>
      isWhole ? imagesOf(examples) : this.#featuresOf(examples, bodyKey);
    const shape = isWhole ? [bodySide, bodySide, 3] : [bodyFeatures];
    const [learned, held] = [await valuesOf(train), await valuesOf(test)];
    const labels = (examples: readonly TeachExample[]) =>
      hostArray(
        Int32Array.from(examples, ({ label }) => label),
        [examples.length],
      );
    const { head } = this.#network;
    this.#optimizer = new Adam(
      isWhole
        ? [
            {
              params: [...this.#network.body.parameters()],
              learningRate: bodyRate * learningRate,
            },
            { params: [...head.parameters()] },
          ]
        : [...head.parameters()],
      { learningRate },
    );
    this.#test = test;
    this.#learned = train.length;
    this.#training = new ClassifierTraining({
      model: isWhole ? this.#network : head,
      optimizer: this.#optimizer,
      train: new ArrayDataset([hostArray(learned, [train.length, ...shape]), labels(train)]),
      test: [hostArray(held, [test.length, ...shape]), labels(test)],
      classes: classes.length,
      batchSize,
      epochs: epochs[body],
    });
  }

  /** One batch. */
  async step(): Promise<boolean> {
    if (this.#learned === 0) return true; // no examples yet
    const start = performance.now();
    const isDone = await this.#training.step();
    this.#trainMs += performance.now() - start;
    return isDone;
  }

  async snapshot(): Promise<TeachSnapshot> {
    const tested = await this.#training.tested();
    const { epoch, curves } = this.#training;
    return {
      body: this.#settings.body,
      classes: this.#settings.classes.map(({ name }) => name),
      tested: { ...tested, mistakes: [] }, // the pictures go beside them
      mistaken: tested.mistakes.map(({ index }) => this.#test[index]!.bytes),
      held: this.#test.length,
      learned: this.#learned,
      epoch,
      curves,
      trainMs: this.#trainMs,
      ...this.#counts,
      waiting: 0,
    };
  }

  update(settings: TeachSettings): boolean {
    const { classes, body } = this.#settings;
    if (settings.body !== body || !areSame(settings.classes, classes)) return false;
    this.#settings = settings;
    const { learningRate } = settings;
    for (const [i, group] of this.#optimizer.groups.entries()) {
      const factor = body === 'whole' && i === 0 ? bodyRate : 1;
      group.settings = { ...group.settings, learningRate: factor * learningRate };
    }
    return true;
  }

  dispose(): void {
    this.#training.dispose();
    this.#network.dispose();
  }

  /** Features `[N, 256]`, computed for those pictures that are new to the body. */
  async #featuresOf(examples: readonly TeachExample[], bodyKey: string): Promise<Float32Array> {
    const keyOf = ({ id }: TeachExample): string => `${bodyKey} ${id}`;
    const unknown = examples.filter((example) => !known.has(keyOf(example)));
    this.#counts = {
      computed: this.#counts.computed + unknown.length,
      reused: this.#counts.reused + examples.length - unknown.length,
    };
    for (let from = 0; from < unknown.length; from += chunk) {
      const part = unknown.slice(from, from + chunk);
      const values = await this.#read((images) => this.#network.features(images), part);
      for (const [i, example] of part.entries())
        known.set(keyOf(example), values.slice(bodyFeatures * i, bodyFeatures * (i + 1)));
    }
    const all = new Float32Array(bodyFeatures * examples.length);
    for (const [i, example] of examples.entries()) all.set(known.get(keyOf(example))!, bodyFeatures * i);
    return all;
  }

  /** What a function makes of pictures, in evaluation mode. */
  async #read(
    run: (images: Tensor) => Tensor,
    examples: readonly Pick<TeachExample, 'bytes'>[],
  ): Promise<Float32Array> {
    this.#network.eval();
    const shape = [examples.length, bodySide, bodySide, 3];
    const found = noGrad(() => scoped(() => run(tensor(imagesOf(examples), { shape }))));
    const values = (await found.data()) as Float32Array;
    found.dispose();
    return values;
  }

  async #predict({ bytes, asked }: Omit<TeachQuestion, 'square'>): Promise<TeachAnswer> {
    const features = await this.#read((images) => this.#network.features(images), [{ bytes }]);
    return answerOf(this.#network.head, features, asked);
  }

  async #save(names: readonly string[]): Promise<Uint8Array> {
    const entries = Object.entries(this.#network.stateDict()).map(
      async ([name, x]) => [name, hostArray(await x.data(), x.shape)] as const,
    );
    return encodeSafetensors(Object.fromEntries(await Promise.all(entries)), {
      classes: JSON.stringify(names),
    });
  }

  /** Takes the weights of a file for the classes of now, and measures them. */
  async #load(bytes: Uint8Array): Promise<number> {
    const network = new HeadedBody(imageBody(), this.#settings.classes.length);
    try {
      loadWeights(network, bytes);
    } catch (error) {
      network.dispose();
      throw error;
    }
    this.dispose();
    this.#network = network;
    if (this.#settings.body !== 'whole') network.body.freeze();
    await this.begin(`file ${files++}`);
    return (await this.#training.evaluate()).accuracy;
  }
}

/** Pictures with values in [0, 1], `[N, 32, 32, 3]`. */
function imagesOf(examples: readonly Pick<TeachExample, 'bytes'>[]): Float32Array {
  const area = 3 * bodySide ** 2;
  const values = new Float32Array(area * examples.length);
  for (const [i, { bytes }] of examples.entries())
    for (let k = 0; k < area; k++) values[area * i + k] = bytes[k]! / 255;
  return values;
}
