import {
  DataLoader,
  digits,
  fetchBatch,
  type HostArray,
  type Subset,
  trainTestSplit,
} from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { Adadelta, Adam, type AnyOptimizer, SGD } from '@neurona/optimizers';
import { Generator, grad, noGrad, own, scoped, stack, type Tensor, tensor } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { TrainingCurve } from '../../signs/training-curve.js';
import { trainedDigits } from '../../weights/digits.js';
import { bytesOf, loadWeights, saveWeights } from '../../weights/weight-files.js';
import type { Trainer } from '../../worker/protocol.js';
import { DigitsNetwork, type Stages } from './model.js';
import { type DigitsSettings, type LayerName, layerNames, readImage, side, type Unit } from './settings.js';

/** Pictures of one layer: channel after channel, row by row. A linear layer has pictures of one pixel. */
export interface Maps {
  readonly size: number;
  readonly values: readonly Float32Array[];
}

/** What the network makes of one image. */
export interface Look {
  /** The image, as the settings write it. */
  readonly image: string;
  /** How probable each digit is. */
  readonly probabilities: Float32Array;
  readonly maps: Readonly<Record<LayerName, Maps>>;
}

/** How the loss of the image depends on each unit: ∂L/∂a, at the output ∂L/∂z = p − y. */
export interface Backward {
  readonly loss: number;
  readonly maps: Readonly<Record<LayerName, Maps>>;
  readonly image: Float32Array;
}

/** How one unit comes about: what enters, times the weights, plus the bias; then ReLU, except at the output. */
export interface Inside {
  readonly inputs: Float32Array;
  readonly weights: Float32Array;
  readonly bias: number;
  /** Channels that enter: the inputs are 3 by 3 pixels of each, pixel by pixel; 0 for a linear layer. */
  readonly channels: number;
}

/** A digit of the held-out fifth and the answer to it. */
export interface Answered {
  readonly pixels: Float32Array;
  readonly actual: number;
  readonly predicted: number;
}

/** What the page shows. */
export interface DigitsSnapshot {
  readonly begin: DigitsSettings['begin'];
  readonly epoch: number;
  /** Evaluations on the held-out digits so far: what depends on them alone has changed when this has. */
  readonly evaluations: number;
  readonly curves: Curves<TrainingCurve>;
  readonly testAccuracy: number;
  /** Counts by true digit and answer. */
  readonly confusion: readonly (readonly number[])[];
  /** Held-out digits that are answered wrongly. */
  readonly mistakes: readonly Answered[];
  /** The first layer's kernels. */
  readonly filters: Maps;
  readonly look: Look | undefined;
}

const evaluateEvery = 15; // steps
const longest = 40; // epochs, after which it is left at that
const smoothing = 0.9;

/** Trains the network on the shipped digits, a fifth held out, the same one for every seed. */
export async function createDigitsTrainer(settings: DigitsSettings): Promise<DigitsTrainer> {
  const [train, test] = trainTestSplit(await digits(), { testSize: 0.2, rng: new Generator(6202) });
  const indices = Array.from({ length: test.length }, (_, i) => i);
  return new DigitsTrainer(settings, train, await fetchBatch(test, indices));
}

/** The training of the page, and the look inside. */
export class DigitsTrainer implements Trainer<DigitsSettings, DigitsSnapshot> {
  readonly answers = {
    example: (index: number) => this.#example(index % this.#testClasses.length),
    inside: (unit: Unit) => this.#inside(unit),
    backward: (target: number) => this.#backward(target),
    save: () => saveWeights(this.model),
    load: async (bytes: Uint8Array) => {
      loadWeights(this.model, bytes);
      await this.#evaluate();
      return this.#test.accuracy;
    },
  };
  readonly model: DigitsNetwork;
  readonly #optimizer: AnyOptimizer;
  readonly #loader: DataLoader;
  readonly #curves = new CurveRecorder<TrainingCurve>([
    'trainLoss',
    'testLoss',
    'trainAccuracy',
    'testAccuracy',
  ]);
  readonly #images: Tensor; // [M, 8, 8, 1], held out
  readonly #testPixels: Float32Array;
  readonly #testClasses: ArrayLike<number>;
  #settings: DigitsSettings;
  #batches: AsyncIterator<readonly Tensor[]> | undefined;
  #epoch = 0;
  #steps = 0;
  #pending: Tensor | undefined; // [loss, share right] of the last step
  #train = { loss: Number.NaN, accuracy: Number.NaN };
  #test = { loss: Number.NaN, accuracy: Number.NaN, confusion: emptyCounts(), mistakes: [] as Answered[] };
  #evaluations = 0;

  constructor(settings: DigitsSettings, train: Subset, [images, classes]: readonly HostArray[]) {
    this.#settings = settings;
    this.model = new DigitsNetwork(settings.dropout);
    if (settings.begin === 'trained') loadWeights(this.model, bytesOf(trainedDigits));
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
    this.#steps++;
    if (this.#steps % evaluateEvery === 0) await this.#evaluate();
    else if (this.#steps % 3 === 0) await this.#note();
    return false;
  }

  async snapshot(): Promise<DigitsSnapshot> {
    if (this.#steps === 0 && this.#evaluations === 0) await this.#evaluate();
    const { weight } = this.model.conv1;
    const [filters, look] = await Promise.all([weight.data(), this.#look()]);
    const { accuracy, confusion, mistakes } = this.#test;
    return {
      begin: this.#settings.begin,
      epoch: this.#epoch,
      evaluations: this.#evaluations,
      curves: this.#curves.read(),
      testAccuracy: accuracy,
      confusion,
      mistakes,
      filters: mapsOf(filters, 3, weight.shape[3]!),
      look,
    };
  }

  update(settings: DigitsSettings): boolean {
    const { begin, optimizer, batchSize, dropout } = this.#settings;
    if (settings.begin !== begin || settings.optimizer !== optimizer) return false;
    if (settings.batchSize !== batchSize || settings.dropout !== dropout) return false;
    this.#settings = settings;
    this.#optimizer.learningRate = settings.learningRate;
    return true;
  }

  dispose(): void {
    void this.#batches?.return?.();
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.model.dispose();
    for (const held of [this.#images, this.#pending]) held?.dispose();
  }

  /** The next batch, of the next epoch where one has ended; nothing when the last one has. */
  async #next(): Promise<readonly [images: Tensor, classes: Tensor] | undefined> {
    this.#batches ??= this.#loader[Symbol.asyncIterator]();
    let next = await this.#batches.next();
    if (next.done) {
      this.#epoch++;
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

  /** Loss, confusion and mistakes on the held-out digits. */
  async #evaluate(): Promise<void> {
    this.model.eval();
    const logits = noGrad(() => scoped(() => this.model.forward(this.#images)));
    const values = await logits.data();
    logits.dispose();
    const [confusion, mistakes, count] = [emptyCounts(), [] as Answered[], this.#testClasses.length];
    let loss = 0;
    for (let i = 0; i < count; i++) {
      const probabilities = softmax(values.subarray(10 * i, 10 * i + 10) as Float32Array);
      const { pixels, actual } = this.#example(i);
      const predicted = largest(probabilities);
      confusion[actual]![predicted]!++;
      loss -= Math.log(Math.max(probabilities[actual]!, 1e-12)) / count;
      if (predicted !== actual) mistakes.push({ pixels, actual, predicted });
    }
    this.#test = { loss, accuracy: 1 - mistakes.length / count, confusion, mistakes };
    this.#evaluations++;
    await this.#note();
  }

  #example(index: number): { pixels: Float32Array; actual: number } {
    const area = side * side;
    return {
      pixels: this.#testPixels.slice(index * area, (index + 1) * area),
      actual: this.#testClasses[index]!,
    };
  }

  /** The image of the settings on the device, [1, 8, 8, 1]. */
  #asked(): Tensor | undefined {
    const pixels = readImage(this.#settings.image);
    return pixels && tensor(pixels, { shape: [1, side, side, 1], requiresGrad: true });
  }

  async #look(): Promise<Look | undefined> {
    const { image } = this.#settings;
    const stages = await this.#read(layerNames);
    return stages && { image, probabilities: softmax(flat(stages.output)), maps: stages };
  }

  /** What layers answer to the image. */
  async #read<Name extends keyof Stages>(
    names: readonly Name[],
  ): Promise<Readonly<Record<Name, Maps>> | undefined> {
    this.model.eval();
    const read = noGrad(() =>
      scoped(() => {
        const x = this.#asked();
        const stages = x && this.model.stages(x);
        return stages && names.map((name) => own(stages[name]));
      }),
    );
    return read && readMaps(names, read);
  }

  async #inside(unit: Unit): Promise<Inside | undefined> {
    const { layer, channel, x, y } = unit;
    const isConvolution = layer === 'first' || layer === 'second';
    const { weight, bias } = isConvolution
      ? this.model[layer === 'first' ? 'conv1' : 'conv2']
      : this.model[layer];
    const entersIn = {
      first: undefined,
      second: 'firstPooled',
      hidden: 'features',
      output: 'hidden',
    } as const;
    const before = entersIn[layer];
    const [all, biases, stages] = await Promise.all([
      weight.data(),
      bias!.data(),
      before && this.#read([before]),
    ]);
    const image = readImage(this.#settings.image);
    const entering = before ? stages?.[before] : image && { size: side, values: [image] };
    if (!entering) return undefined;
    const outputs = biases.length;
    const weights = Float32Array.from(
      { length: all.length / outputs },
      (_, i) => all[i * outputs + channel]!,
    );
    const { size, values } = entering;
    const channels = isConvolution ? values.length : 0;
    const inputs = isConvolution
      ? weights.map((_, i) => {
          const place = Math.floor(i / channels);
          const [column, row] = [x + (place % 3) - 1, y + Math.floor(place / 3) - 1];
          const isOutside = column < 0 || row < 0 || column >= size || row >= size;
          return isOutside ? 0 : values[i % channels]![row * size + column]!;
        })
      : flat(entering);
    return { inputs, weights, bias: biases[channel]!, channels };
  }

  async #backward(target: number): Promise<Backward | undefined> {
    this.model.eval();
    const found = scoped(() => {
      const x = this.#asked();
      if (!x) return undefined;
      const { first, second, hidden, output } = this.model.stages(x);
      const loss = crossEntropy(output, tensor([target], { dtype: 'int32' }));
      return [loss.detach(), ...grad(loss, [first, second, hidden, output, x])].map((one) => own(one));
    });
    if (!found) return undefined;
    const [loss, ...grads] = found;
    const image = grads.pop()!;
    const [value, pixels, maps] = await Promise.all([
      loss!.item(),
      image.data(),
      readMaps(layerNames, grads),
    ]);
    for (const one of [loss!, image]) one.dispose();
    return { loss: value as number, image: Float32Array.from(pixels as Float32Array), maps };
  }
}

const emptyCounts = (): number[][] => Array.from({ length: 10 }, () => new Array<number>(10).fill(0));

function makeOptimizer({ optimizer, learningRate }: DigitsSettings, model: DigitsNetwork): AnyOptimizer {
  const parameters = model.parameters();
  if (optimizer === 'adam') return new Adam(parameters, { learningRate });
  if (optimizer === 'adadelta') return new Adadelta(parameters, { learningRate });
  return new SGD(parameters, { learningRate, momentum: optimizer === 'momentum' ? 0.9 : 0 });
}

/** Reads a tensor a name, and frees it: `[1, size, size, channels]` as maps, `[1, units]` as maps of one pixel. */
async function readMaps<Name extends string>(
  names: readonly Name[],
  read: readonly Tensor[],
): Promise<Record<Name, Maps>> {
  const values = await Promise.all(read.map((one) => one.data()));
  const entries = read.map(({ shape }, i) => {
    const size = shape.length === 4 ? shape[1]! : 1;
    return [names[i], mapsOf(values[i]!, size, shape.at(-1)!)] as const;
  });
  for (const one of read) one.dispose();
  return Object.fromEntries(entries) as Record<Name, Maps>;
}

/** `[size, size, ..., count]` as one picture a channel. */
const mapsOf = (values: ArrayLike<number>, size: number, count: number): Maps => ({
  size,
  values: Array.from({ length: count }, (_, c) =>
    Float32Array.from({ length: size * size }, (_, i) => values[i * count + c]!),
  ),
});

const flat = ({ values }: Maps): Float32Array => Float32Array.from(values, ([value]) => value!);

function softmax(logits: Float32Array): Float32Array {
  const top = logits.reduce((a, b) => Math.max(a, b));
  const exponentials = logits.map((value) => Math.exp(value - top));
  const total = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / total);
}

const largest = (values: Float32Array): number => values.indexOf(Math.max(...values));
