import { decodeSafetensors, encodeWeights, exportONNX } from '@neurona/checkpoints';
import { ArrayDataset, hostArray } from '@neurona/datasets';
import { Linear } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { scoped, type Tensor, tensor } from '@neurona/tensor';
import { ClassifierTraining } from '../classifier/classifier-training.js';
import { TrainingError } from '../worker/problem.js';
import type { Trainer } from '../worker/protocol.js';
import type { TeachSettings } from './classes.js';
import { examplesOf, type TeachExample } from './examples.js';
import { answerOf, areSame, type TeachAnswer, taughtIn } from './head.js';
import { featuresOf, giveBack, type PublishedBody, useBody } from './published-body.js';
import { readNetwork } from './read-network.js';
import { batchSize, type TeachQuestion, type TeachSnapshot } from './train.js';

const epochs = 40;

/** Features by body and picture, for as long as the worker lives. */
const known = new Map<string, Float32Array>();

/** Begins with a new head on the network that was chosen. */
export const createPublishedTrainer = async (
  settings: TeachSettings,
  network: NonNullable<TeachSettings['network']>,
): Promise<PublishedTeachTrainer> => new PublishedTeachTrainer(settings, await useBody(network));

/**
 * Trains a head on the features of a published network. A step makes the features of one picture, as long as there is one that the
 * network has not seen, and is a batch of the head's training then.
 */
export class PublishedTeachTrainer implements Trainer<TeachSettings, TeachSnapshot> {
  readonly answers = {
    read: readNetwork,
    predict: (input: TeachQuestion) => this.#predict(input),
    /** The whole network as safetensors with torchvision's names, with the names of the classes. */
    save: (names: readonly string[]) =>
      encodeWeights(this.#whole(), { layout: 'torch', metadata: { classes: JSON.stringify(names) } }),
    /** The whole network, for pictures in [0, 1]. */
    onnx: (names: readonly string[]) => this.#export(names),
    names: (bytes: Uint8Array) => taughtIn(bytes),
    /** Makes the features that there are none of yet: before `load`. */
    features: () => this.#makeFeatures(),
    load: (bytes: Uint8Array) => this.#load(bytes),
  };
  readonly #body: PublishedBody;
  readonly #head: Linear;
  readonly #train: readonly TeachExample[];
  readonly #test: readonly TeachExample[];
  readonly #waiting: TeachExample[]; // for their features
  readonly #reused: number;
  readonly #optimizer: Adam;
  #settings: TeachSettings;
  #training: ClassifierTraining | undefined; // once all features are there
  #shown: { readonly bytes: Uint8Array; readonly features: Float32Array } | undefined; // the picture that was asked for last
  #computed = 0;
  #trainMs = 0;

  constructor(settings: TeachSettings, body: PublishedBody) {
    this.#settings = settings;
    this.#body = body;
    this.#head = new Linear(body.features, settings.classes.length);
    this.#optimizer = new Adam([...this.#head.parameters()], { learningRate: settings.learningRate });
    const { train, test } = examplesOf(settings.classes);
    [this.#train, this.#test] = [train, test];
    const all = [...train, ...test];
    this.#waiting = all.filter((example) => !known.has(this.#keyOf(example)));
    this.#reused = all.length - this.#waiting.length;
  }

  async step(): Promise<boolean> {
    if (this.#train.length === 0) return true; // no examples yet
    const start = performance.now();
    if (this.#waiting.length > 0) await this.#makeOne();
    else if (await this.#begun().step()) return true;
    this.#trainMs += performance.now() - start;
    return false;
  }

  async snapshot(): Promise<TeachSnapshot> {
    const { body, classes } = this.#settings;
    const waiting = this.#train.length > 0 ? this.#waiting.length : 0;
    const training = this.#waiting.length > 0 ? undefined : this.#begun();
    const confusion = classes.map(() => classes.map(() => 0));
    const tested = await training?.tested();
    return {
      body,
      network: this.#body.name,
      classes: classes.map(({ name }) => name),
      tested: { ...(tested ?? { loss: Number.NaN, accuracy: 0, confusion }), mistakes: [] }, // the pictures go beside them
      mistaken: tested?.mistakes.map(({ index }) => this.#test[index]!.bytes) ?? [],
      held: this.#test.length,
      learned: this.#train.length,
      epoch: training?.epoch ?? 0,
      curves: training?.curves,
      trainMs: this.#trainMs,
      computed: this.#computed,
      reused: this.#reused,
      waiting,
    };
  }

  update(settings: TeachSettings): boolean {
    const { classes, body, network } = this.#settings;
    if (settings.body !== body || settings.network?.id !== network?.id) return false;
    if (!areSame(settings.classes, classes)) return false;
    this.#settings = settings;
    this.#optimizer.learningRate = settings.learningRate;
    return true;
  }

  dispose(): void {
    if (this.#settings.network) giveBack(this.#settings.network);
    this.#training?.dispose();
    if (this.#training) return; // with head and optimizer
    this.#optimizer.dispose();
    this.#head.dispose();
  }

  /** The training of the head, on features. */
  #begun(): ClassifierTraining {
    this.#training ??= new ClassifierTraining({
      model: this.#head,
      optimizer: this.#optimizer,
      train: new ArrayDataset(this.#arraysOf(this.#train)),
      test: this.#arraysOf(this.#test),
      classes: this.#settings.classes.length,
      batchSize,
      epochs,
    });
    return this.#training;
  }

  /** Features `[N, F]` and numbers of classes `[N]`. */
  #arraysOf(examples: readonly TeachExample[]) {
    const { features: size } = this.#body;
    const values = new Float32Array(size * examples.length);
    for (const [i, example] of examples.entries()) values.set(known.get(this.#keyOf(example))!, size * i);
    const labels = Int32Array.from(examples, ({ label }) => label);
    return [hostArray(values, [examples.length, size]), hostArray(labels, [examples.length])] as const;
  }

  #keyOf({ id }: TeachExample): string {
    return `${this.#body.id} ${id}`;
  }

  async #makeOne(): Promise<void> {
    const example = this.#waiting.shift()!;
    known.set(this.#keyOf(example), await featuresOf(this.#body, await example.square()));
    this.#computed++;
  }

  async *#makeFeatures(): AsyncGenerator<number> {
    while (this.#waiting.length > 0) {
      await this.#makeOne();
      yield this.#waiting.length;
    }
  }

  async #predict({ bytes, square, asked }: TeachQuestion): Promise<TeachAnswer> {
    const isSame = this.#shown?.bytes.every((value, i) => value === bytes[i]);
    if (!isSame) this.#shown = { bytes, features: await featuresOf(this.#body, square) };
    return answerOf(this.#head, this.#shown!.features, asked);
  }

  /** The published network with the head in the place of its own. */
  #whole() {
    const { model } = this.#body;
    const { weight, bias } = this.#head;
    model.resetClassifier(bias!.size);
    model.fc.weight.assign(weight);
    model.fc.bias!.assign(bias!);
    return model.eval();
  }

  #export(names: readonly string[]): Promise<Uint8Array> {
    const { crop, mean, std } = this.#body.transforms;
    const model = this.#whole();
    return exportONNX(model, [1, crop, crop, 3], {
      metadata: { classes: JSON.stringify(names) },
      forward: (images: Tensor) => model.forward(images.sub(tensor(mean)).div(tensor(std))),
    });
  }

  /** Takes the head of a file for the classes of now, and measures it. */
  async #load(bytes: Uint8Array): Promise<number> {
    const { tensors } = decodeSafetensors(bytes);
    const [weight, bias] = [tensors['fc.weight'], tensors['fc.bias']]; // [C, F], [C]
    const shape = [this.#settings.classes.length, this.#body.features];
    if (!weight || !bias || String(weight.shape) !== String(shape))
      throw new TrainingError('unknown', 'The file holds another head.');
    for await (const _ of this.#makeFeatures()); // those that are left
    scoped(() => {
      this.#head.weight.assign(tensor(weight.values, { shape }).transpose());
      this.#head.bias!.assign(tensor(bias.values));
    });
    return (await this.#begun().evaluate()).accuracy;
  }
}
