import { decodeSafetensors, encodeSafetensors } from '@neurona/checkpoints';
import { DataLoader, fetchBatch, type HostArray, type Subset } from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { Adadelta, Adam, type AnyOptimizer, SGD } from '@neurona/optimizers';
import { noGrad, own, scoped, stack, type Tensor, tensor } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { TrainingCurve } from '../../signs/training-curve.js';
import type { Trainer } from '../../worker/protocol.js';
import { loadDigits } from './data.js';
import { side } from './drawing.js';
import { DigitsNetwork } from './model.js';

/** Algorithms to choose from. */
export type OptimizerName = 'adam' | 'momentum' | 'sgd' | 'adadelta';

/** What the page sets. */
export interface DigitsSettings {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  /** Share of hidden units that rest in each step. */
  readonly dropout: number;
}

/** Pictures of one layer: channel after channel, row by row. */
export interface Maps {
  readonly size: number;
  readonly values: readonly Float32Array[];
}

/** What the network makes of one image. */
export interface Look {
  /** How probable each digit is. */
  readonly probabilities: Float32Array;
  readonly first: Maps;
  readonly second: Maps;
}

/** A digit of the held-out fifth and the answer to it. */
export interface Answered {
  readonly pixels: Float32Array;
  readonly actual: number;
  readonly predicted: number;
}

/** What the page shows. */
export interface DigitsSnapshot {
  readonly epoch: number;
  /** Share of the epoch that is done. */
  readonly progress: number;
  /** Evaluations on the held-out digits so far: what depends on them alone has changed when this has. */
  readonly evaluations: number;
  readonly curves: Curves<TrainingCurve>;
  readonly testAccuracy: number;
  /** Counts by true digit and answer. */
  readonly confusion: readonly (readonly number[])[];
  /** Some answers, wrong ones first. */
  readonly answers: readonly Answered[];
  readonly filters: Maps;
  /** The image that the page asked about. */
  readonly look: Look | undefined;
}

const evaluateEvery = 15; // steps
const longest = 40; // epochs, after which it is left at that
const shownAnswers = 20;
const smoothing = 0.9;

/** Trains the network on the shipped digits, batch by batch. */
export async function createDigitsTrainer(settings: DigitsSettings): Promise<DigitsTrainer> {
  const { train, test } = await loadDigits();
  return new DigitsTrainer(
    settings,
    train,
    await fetchBatch(
      test,
      Array.from({ length: test.length }, (_, i) => i),
    ),
  );
}

/** The training of page 4. */
export class DigitsTrainer implements Trainer<DigitsSettings, DigitsSnapshot> {
  readonly answers = {
    look: (pixels: Float32Array | undefined) => this.#lookAt(pixels),
    save: () => this.#save(),
    load: (bytes: Uint8Array) => this.#load(bytes),
  };
  readonly model: DigitsNetwork;
  readonly #optimizer: AnyOptimizer;
  readonly #loader: DataLoader;
  readonly #curves = new CurveRecorder(['trainLoss', 'testLoss', 'trainAccuracy', 'testAccuracy']);
  readonly #images: Tensor; // [M, 8, 8, 1], held out
  readonly #testPixels: Float32Array;
  readonly #testClasses: ArrayLike<number>;
  #settings: DigitsSettings;
  #batches: AsyncIterator<readonly Tensor[]> | undefined;
  #epoch = 0;
  #batch = 0;
  #steps = 0;
  #pending: Tensor | undefined; // [loss, share right] of the last step
  #train = { loss: Number.NaN, accuracy: Number.NaN };
  #test = {
    loss: Number.NaN,
    accuracy: Number.NaN,
    confusion: emptyCounts(),
    predicted: new Int32Array(),
    answers: [] as readonly Answered[],
  };
  #evaluations = 0;
  #asked: Tensor | undefined; // [1, 8, 8, 1]

  constructor(settings: DigitsSettings, train: Subset, [images, classes]: readonly HostArray[]) {
    this.#settings = settings;
    this.model = new DigitsNetwork(settings.dropout);
    this.#optimizer = makeOptimizer(settings, this.model);
    this.#loader = new DataLoader(train, { batchSize: settings.batchSize, shuffle: true, prefetch: 0 });
    this.#testPixels = images!.values as Float32Array;
    this.#testClasses = classes!.values;
    this.#images = own(tensor(images!.values, { shape: images!.shape }));
  }

  /** One batch. */
  async step(): Promise<boolean> {
    if (this.#steps === 0) await this.#evaluate();
    const batch = await this.#next();
    if (!batch) return true;
    this.model.train();
    const [images, classes] = batch;
    const numbers = scoped(() => {
      this.#optimizer.zeroGrad();
      const logits = this.model.forward(images);
      const loss = crossEntropy(logits, classes);
      loss.backward();
      this.#optimizer.step();
      const right = logits.argmax({ axis: -1 }).equal(classes).cast('float32').mean();
      return own(stack([loss.detach(), right]));
    });
    this.#pending?.dispose();
    this.#pending = numbers;
    this.#batch++;
    this.#steps++;
    if (this.#steps % evaluateEvery === 0) await this.#evaluate();
    else if (this.#steps % 3 === 0) await this.#note();
    return false;
  }

  async snapshot(): Promise<DigitsSnapshot> {
    if (this.#steps === 0 && this.#evaluations === 0) await this.#evaluate();
    const [filters, look] = await Promise.all([this.#filters(), this.#look()]);
    const { accuracy, confusion, answers } = this.#test;
    return {
      epoch: this.#epoch,
      progress: this.#batch / this.#loader.length!,
      evaluations: this.#evaluations,
      curves: this.#curves.read(),
      testAccuracy: accuracy,
      confusion,
      answers,
      filters,
      look,
    };
  }

  update(settings: DigitsSettings): boolean {
    const { optimizer, batchSize, dropout } = this.#settings;
    if (settings.optimizer !== optimizer || settings.batchSize !== batchSize || settings.dropout !== dropout)
      return false;
    this.#settings = settings;
    this.#optimizer.learningRate = settings.learningRate;
    return true;
  }

  dispose(): void {
    void this.#batches?.return?.();
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.model.dispose();
    for (const held of [this.#images, this.#pending, this.#asked]) held?.dispose();
  }

  /** The next batch, of the next epoch where one has ended; nothing when the last one has. */
  async #next(): Promise<readonly [images: Tensor, classes: Tensor] | undefined> {
    this.#batches ??= this.#loader[Symbol.asyncIterator]();
    let next = await this.#batches.next();
    if (next.done) {
      this.#epoch++;
      this.#batch = 0;
      await this.#evaluate();
      if (this.#epoch >= longest) return undefined;
      this.#batches = this.#loader[Symbol.asyncIterator]();
      next = await this.#batches.next();
    }
    return next.value as readonly [Tensor, Tensor];
  }

  /** Reads what the last step left on the device. */
  async #note(): Promise<void> {
    if (!this.#pending) return;
    const [loss, accuracy] = await this.#pending.data();
    const mix = (old: number, now: number): number =>
      Number.isNaN(old) ? now : smoothing * old + (1 - smoothing) * now;
    this.#train = { loss: mix(this.#train.loss, loss!), accuracy: mix(this.#train.accuracy, accuracy!) };
    this.#curves.add(this.#steps, {
      trainLoss: this.#train.loss,
      trainAccuracy: this.#train.accuracy,
      testLoss: this.#test.loss,
      testAccuracy: this.#test.accuracy,
    });
  }

  /** Loss, answers and confusion on the held-out digits. */
  async #evaluate(): Promise<void> {
    this.model.eval();
    const logits = noGrad(() => scoped(() => this.model.forward(this.#images)));
    const values = await logits.data();
    logits.dispose();
    const confusion = emptyCounts();
    const predicted = new Int32Array(this.#testClasses.length);
    let [loss, right] = [0, 0];
    for (let i = 0; i < predicted.length; i++) {
      const probabilities = softmax(values.subarray(10 * i, 10 * i + 10) as Float32Array);
      const [actual, answer] = [this.#testClasses[i]!, largest(probabilities)];
      predicted[i] = answer;
      confusion[actual]![answer]!++;
      loss -= Math.log(Math.max(probabilities[actual]!, 1e-12));
      if (answer === actual) right++;
    }
    this.#test = {
      loss: loss / predicted.length,
      accuracy: right / predicted.length,
      confusion,
      predicted,
      answers: this.#answers(predicted),
    };
    this.#evaluations++;
    await this.#note();
  }

  /** Held-out digits with their answers: wrong ones first, then right ones. */
  #answers(answered: Int32Array): Answered[] {
    const all = Array.from(answered, (predicted, i) => ({
      predicted,
      i,
      actual: this.#testClasses[i]!,
    }));
    const wrong = all.filter(({ predicted, actual }) => predicted !== actual);
    const right = all.filter(({ predicted, actual }) => predicted === actual);
    return [...wrong, ...right].slice(0, shownAnswers).map(({ predicted, actual, i }) => ({
      pixels: this.#testPixels.slice(i * side * side, (i + 1) * side * side),
      actual,
      predicted,
    }));
  }

  async #filters(): Promise<Maps> {
    const { weight } = this.model.conv1;
    return channelsOf(await weight.data(), 3, weight.shape[3]!);
  }

  #lookAt(pixels: Float32Array | undefined): Promise<Look | undefined> {
    this.#asked?.dispose();
    this.#asked = pixels && own(tensor(pixels, { shape: [1, side, side, 1] }));
    return this.#look();
  }

  async #look(): Promise<Look | undefined> {
    const asked = this.#asked;
    if (!asked) return undefined;
    this.model.eval();
    const { first, second, logits } = noGrad(() => scoped(() => this.model.stages(asked)));
    const [a, b, z] = await Promise.all([first.data(), second.data(), logits.data()]);
    const [one, two] = [channelsOf(a, side, first.shape[3]!), channelsOf(b, side / 2, second.shape[3]!)];
    for (const read of [first, second, logits]) read.dispose();
    return { probabilities: softmax(z as Float32Array), first: one, second: two };
  }

  /** The weights as a safetensors file. */
  async #save(): Promise<Uint8Array> {
    const entries = Object.entries(this.model.stateDict()).map(
      async ([name, x]) => [name, { shape: x.shape, dtype: x.dtype, values: await x.data() }] as const,
    );
    return encodeSafetensors(Object.fromEntries(await Promise.all(entries)));
  }

  async #load(bytes: Uint8Array): Promise<number> {
    const { tensors } = decodeSafetensors(bytes);
    const weights = Object.entries(tensors).map(
      ([name, { values, shape, dtype }]) => [name, tensor(values, { shape, dtype })] as const,
    );
    try {
      this.model.loadStateDict(Object.fromEntries(weights));
    } finally {
      for (const [, held] of weights) held.dispose();
    }
    await this.#evaluate();
    return this.#test.accuracy;
  }
}

const emptyCounts = (): number[][] => Array.from({ length: 10 }, () => new Array<number>(10).fill(0));

function makeOptimizer({ optimizer, learningRate }: DigitsSettings, model: DigitsNetwork): AnyOptimizer {
  const parameters = model.parameters();
  if (optimizer === 'adam') return new Adam(parameters, { learningRate });
  if (optimizer === 'adadelta') return new Adadelta(parameters, { learningRate });
  return new SGD(parameters, { learningRate, momentum: optimizer === 'momentum' ? 0.9 : 0 });
}

/** `[size, size, ..., count]` as one picture a channel. */
function channelsOf(values: ArrayLike<number>, size: number, count: number): Maps {
  const area = size * size;
  return {
    size,
    values: Array.from({ length: count }, (_, c) =>
      Float32Array.from({ length: area }, (_, i) => values[i * count + c]!),
    ),
  };
}

function softmax(logits: Float32Array): Float32Array {
  const top = logits.reduce((a, b) => Math.max(a, b));
  const exponentials = logits.map((value) => Math.exp(value - top));
  const total = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / total);
}

const largest = (values: Float32Array): number => values.indexOf(values.reduce((a, b) => Math.max(a, b)));
