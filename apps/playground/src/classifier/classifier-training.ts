import { DataLoader, type Dataset, type HostArray } from '@neurona/datasets';
import { crossEntropy, type Module } from '@neurona/layers';
import type { AnyOptimizer } from '@neurona/optimizers';
import { noGrad, own, scoped, stack, type Tensor, tensor } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../charts/curve-recorder.js';
import { softmax } from '../network/pass.js';
import type { TrainingCurve } from '../signs/training-curve.js';
import { loadWeights, saveWeights } from '../weights/weight-files.js';

/** A held-out example and the answer to it. */
export interface Answered {
  /** Its place among them. */
  readonly index: number;
  readonly pixels: Float32Array;
  readonly actual: number;
  readonly predicted: number;
}

/** How a network fares on the held-out examples. */
export interface Tested {
  readonly loss: number;
  readonly accuracy: number;
  /** Counts by true class and answer. */
  readonly confusion: readonly (readonly number[])[];
  /** Examples that are answered wrongly. */
  readonly mistakes: readonly Answered[];
}

/** Settings of {@link ClassifierTraining}. */
export interface ClassifierTrainingOptions {
  /** From examples to logits, `[N, C]`. */
  readonly model: Module;
  readonly optimizer: AnyOptimizer;
  /** Examples and their classes. */
  readonly train: Dataset;
  /** Held-out examples in one batch, and their classes. */
  readonly test: readonly [examples: HostArray, classes: HostArray];
  /** How many classes there are. */
  readonly classes: number;
  readonly batchSize: number;
  /** Epochs after which it is left at that. */
  readonly epochs: number;
}

const evaluateEvery = 15; // steps
const readEvery = 3; // steps
const smoothing = 0.9;

/** Trains a classifier batch by batch: curves, and what it gets right and wrong of examples that are held out. */
export class ClassifierTraining {
  readonly #options: ClassifierTrainingOptions;
  readonly #loader: DataLoader;
  readonly #curves = new CurveRecorder<TrainingCurve>([
    'trainLoss',
    'testLoss',
    'trainAccuracy',
    'testAccuracy',
  ]);
  readonly #examples: Tensor; // [M, ...], held out
  #batches: AsyncIterator<readonly Tensor[]> | undefined;
  #epoch = 0;
  #steps = 0;
  #pending: Tensor | undefined; // [loss, share right] of the last step
  #smooth = { loss: Number.NaN, accuracy: Number.NaN }; // over the last batches
  #tested: Tested | undefined;

  constructor(options: ClassifierTrainingOptions) {
    this.#options = options;
    const { train, batchSize, test } = options;
    this.#loader = new DataLoader(train, { batchSize, shuffle: true, prefetch: 0 });
    this.#examples = own(tensor(test[0].values, { shape: test[0].shape }));
  }

  get epoch(): number {
    return this.#epoch;
  }

  get curves(): Curves<TrainingCurve> {
    return this.#curves.read();
  }

  /** One batch; `true` after the last epoch. */
  async step(): Promise<boolean> {
    if (this.#steps === 0) await this.evaluate();
    const batch = await this.#next();
    if (!batch) return true;
    const { model, optimizer } = this.#options;
    model.train();
    const [examples, classes] = batch;
    const numbers = scoped(() => {
      optimizer.zeroGrad();
      const logits = model.forward(examples);
      const loss = crossEntropy(logits, classes);
      loss.backward();
      optimizer.step();
      const right = logits.argmax({ axis: -1 }).equal(classes).cast('float32').mean();
      return own(stack([loss.detach(), right]));
    });
    this.#pending?.dispose();
    this.#pending = numbers;
    this.#steps++;
    if (this.#steps % evaluateEvery === 0) await this.evaluate();
    else if (this.#steps % readEvery === 0) await this.#note();
    return false;
  }

  /** What was measured on the held-out examples last. */
  async tested(): Promise<Tested> {
    return this.#tested ?? this.evaluate();
  }

  /** Loss, confusion and mistakes on the held-out examples. */
  async evaluate(): Promise<Tested> {
    const { model, classes, test } = this.#options;
    model.eval();
    const logits = noGrad(() => scoped(() => model.forward(this.#examples)));
    const values = (await logits.data()) as Float32Array;
    logits.dispose();
    const count = test[1].values.length;
    const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    const mistakes: Answered[] = [];
    let loss = 0;
    for (let i = 0; i < count; i++) {
      const probabilities = softmax(values.subarray(classes * i, classes * (i + 1)));
      const { pixels, actual } = this.example(i);
      const predicted = probabilities.indexOf(Math.max(...probabilities));
      confusion[actual]![predicted]!++;
      loss -= Math.log(Math.max(probabilities[actual]!, 1e-12)) / count;
      if (predicted !== actual) mistakes.push({ index: i, pixels, actual, predicted });
    }
    this.#tested = { loss, accuracy: 1 - mistakes.length / count, confusion, mistakes };
    await this.#note();
    return this.#tested;
  }

  /** One of the held-out examples; after the last the first again. */
  example(index: number): { readonly pixels: Float32Array; readonly actual: number } {
    const [examples, classes] = this.#options.test;
    const place = index % classes.values.length;
    const area = examples.values.length / classes.values.length;
    const pixels = (examples.values as Float32Array).slice(place * area, (place + 1) * area);
    return { pixels, actual: classes.values[place]! };
  }

  /** The weights as a file. */
  save(): Promise<Uint8Array> {
    return saveWeights(this.#options.model);
  }

  /** Takes the weights of a file, and measures them. */
  async load(bytes: Uint8Array): Promise<number> {
    loadWeights(this.#options.model, bytes);
    return (await this.evaluate()).accuracy;
  }

  /** Frees model, optimizer and data. */
  dispose(): void {
    void this.#batches?.return?.();
    const { model, optimizer } = this.#options;
    optimizer.zeroGrad();
    optimizer.dispose();
    model.dispose();
    for (const held of [this.#examples, this.#pending]) held?.dispose();
  }

  /** The next batch, of the next epoch where one has ended; nothing when the last one has. */
  async #next(): Promise<readonly [examples: Tensor, classes: Tensor] | undefined> {
    this.#batches ??= this.#loader[Symbol.asyncIterator]();
    let next = await this.#batches.next();
    if (next.done) {
      this.#epoch++;
      await this.evaluate();
      if (this.#epoch >= this.#options.epochs) return undefined;
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
    this.#smooth = { loss: mix(this.#smooth.loss, loss!), accuracy: mix(this.#smooth.accuracy, accuracy!) };
    this.#curves.add(this.#steps, {
      trainLoss: this.#smooth.loss,
      trainAccuracy: this.#smooth.accuracy,
      testLoss: this.#tested?.loss ?? Number.NaN,
      testAccuracy: this.#tested?.accuracy ?? Number.NaN,
    });
  }
}
