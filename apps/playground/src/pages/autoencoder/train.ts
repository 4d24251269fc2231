import { autoencoderSteps, DenseAutoencoder } from '@neurona/autoencoders';
import {
  DataLoader,
  type Dataset,
  digits,
  fetchBatch,
  type HostArray,
  trainTestSplit,
} from '@neurona/datasets';
import { Adam } from '@neurona/optimizers';
import { Generator, noGrad, normal, own, scoped, type Tensor, tensor } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { Trainer } from '../../worker/protocol.js';
import { type AutoencoderSettings, readImage, side } from './settings.js';

/** One image on its way through the network. */
export interface Look {
  /** The image, as the settings write it. */
  readonly image: string;
  /** What the network sees: the image with noise. */
  readonly seen: Float32Array;
  readonly code: Float32Array;
  readonly output: Float32Array;
  /** Mean squared errors, to the image without noise. */
  readonly errors: { readonly seen: number; readonly output: number };
}

/** What the page shows. */
export interface AutoencoderSnapshot {
  readonly settings: AutoencoderSettings;
  readonly epoch: number;
  /** A held-out digit of each kind, what the network sees of it, and what comes back. */
  readonly examples: readonly {
    readonly seen: Float32Array;
    readonly output: Float32Array;
    readonly image: Float32Array;
  }[];
  /** Mean squared error of held-out digits, and its share of what would be wrong with their mean image for each. */
  readonly error: number;
  readonly lost: number;
  /** Between which values each number of the code lies for held-out digits. */
  readonly ranges: readonly (readonly [low: number, high: number])[];
  readonly curves: Curves<'test'>;
  readonly look: Look | undefined;
}

const pixels = side * side;
const batchSize = 64;
const epochs = 100; // after which it is left at that
const evaluateEvery = 10; // steps
const kinds = 10;

/** Trains on the shipped digits, a fifth held out, the same one for every seed. */
export async function createAutoencoderTrainer(settings: AutoencoderSettings): Promise<AutoencoderTrainer> {
  const [train, test] = trainTestSplit(await digits(), { testSize: 0.2, rng: new Generator(6202) });
  const indices = Array.from({ length: test.length }, (_, i) => i);
  return new AutoencoderTrainer(settings, train, await fetchBatch(test, indices));
}

/** An autoencoder of digits that learns to take noise away, and the look at one image. */
export class AutoencoderTrainer implements Trainer<AutoencoderSettings, AutoencoderSnapshot> {
  readonly answers = {
    example: (index: number): Float32Array => this.#image(index % this.#count),
    decode: (code: Float32Array): Promise<Float32Array> => this.#decode(code),
  };
  readonly #model: DenseAutoencoder;
  readonly #optimizer: Adam;
  readonly #steps = autoencoderSteps({ loss: 'bce' });
  readonly #loader: DataLoader;
  readonly #curves = new CurveRecorder<'test'>(['test']);
  readonly #test: Tensor; // [M, 64]
  readonly #noise: Tensor; // [M, 64], of deviation 1
  readonly #values: Float32Array;
  readonly #count: number;
  readonly #shown: readonly number[]; // an example of each kind
  readonly #spread: number;
  #batches: AsyncIterator<readonly Tensor[]> | undefined;
  #settings: AutoencoderSettings;
  #epoch = 0;
  #made = 0; // steps
  #error = Number.NaN;

  constructor(settings: AutoencoderSettings, train: Dataset, [images, classes]: readonly HostArray[]) {
    this.#settings = settings;
    const { codeSize, noise, learningRate } = settings;
    this.#model = new DenseAutoencoder([pixels, 48, codeSize], { activation: 'elu', noise });
    this.#optimizer = new Adam(this.#model.parameters(), { learningRate });
    this.#loader = new DataLoader(train, { batchSize, shuffle: true, prefetch: 0 });
    this.#values = Float32Array.from(images!.values);
    this.#count = images!.shape[0]!;
    const labels = Array.from(classes!.values);
    this.#shown = Array.from({ length: kinds }, (_, kind) => labels.indexOf(kind));
    this.#test = own(tensor(this.#values, { shape: [this.#count, pixels] }));
    this.#noise = own(normal([this.#count, pixels], { rng: new Generator(5) }));
    this.#spread = variance(this.#values);
  }

  /** One batch. */
  async step(): Promise<boolean> {
    if (this.#made === 0) await this.#evaluate();
    const batch = await this.#next();
    if (!batch) return true;
    const model = this.#model.train();
    const context = { epoch: this.#epoch, totalSteps: this.#made, optimizers: { adam: this.#optimizer } };
    scoped(() => void this.#steps.step({ model, batch, ...context }));
    if (++this.#made % evaluateEvery === 0) await this.#evaluate();
    return false;
  }

  async snapshot(): Promise<AutoencoderSnapshot> {
    if (Number.isNaN(this.#error)) await this.#evaluate();
    const [seen, codes, outputs] = (await this.#pass(this.#test)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const of = (values: Float32Array, i: number): Float32Array => values.slice(pixels * i, pixels * (i + 1));
    return {
      settings: this.#settings,
      epoch: this.#epoch,
      examples: this.#shown.map((i) => ({
        seen: of(seen, i),
        output: of(outputs, i),
        image: this.#image(i),
      })),
      error: this.#error,
      lost: this.#error / this.#spread,
      ranges: rangesOf(codes, this.#settings.codeSize),
      curves: this.#curves.read(),
      look: await this.#look(),
    };
  }

  update(settings: AutoencoderSettings): boolean {
    const { codeSize, noise } = this.#settings;
    if (settings.codeSize !== codeSize || settings.noise !== noise) return false;
    this.#settings = settings;
    this.#optimizer.learningRate = settings.learningRate;
    return true;
  }

  dispose(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.#model.dispose();
    this.#test.dispose();
    this.#noise.dispose();
    void this.#batches?.return?.();
  }

  async #next(): Promise<readonly Tensor[] | undefined> {
    this.#batches ??= this.#loader[Symbol.asyncIterator]();
    const found = await this.#batches.next();
    if (!found.done) return found.value;
    this.#batches = undefined;
    return ++this.#epoch < epochs ? this.#next() : undefined;
  }

  /** Images with noise, their codes, and what comes back. */
  async #pass(x: Tensor): Promise<Float32Array[]> {
    const model = this.#model.eval();
    const read = noGrad(() =>
      scoped(() => {
        const seen = x.add(this.#noise.slice(0, x.shape[0]!).mul(this.#settings.noise));
        const code = model.encode(seen);
        return [seen, code, model.decode(code)].map((one) => own(one));
      }),
    );
    const values = await Promise.all(read.map((one) => one.data()));
    for (const one of read) one.dispose();
    return values.map((one) => Float32Array.from(one));
  }

  async #evaluate(): Promise<void> {
    const outputs = (await this.#pass(this.#test))[2]!;
    this.#error = meanSquare(outputs, this.#values);
    this.#curves.add(this.#made, { test: this.#error });
  }

  async #look(): Promise<Look | undefined> {
    const { image } = this.#settings;
    const values = readImage(image);
    if (!values) return undefined;
    const x = tensor(values, { shape: [1, pixels] });
    const [seen, code, output] = (await this.#pass(x)) as [Float32Array, Float32Array, Float32Array];
    x.dispose();
    const errors = { seen: meanSquare(seen, values), output: meanSquare(output, values) };
    return { image, seen, code, output, errors };
  }

  async #decode(code: Float32Array): Promise<Float32Array> {
    const model = this.#model.eval();
    const output = noGrad(() => scoped(() => model.decode(tensor(code, { shape: [1, code.length] }))));
    const values = Float32Array.from(await output.data());
    output.dispose();
    return values;
  }

  #image(i: number): Float32Array {
    return this.#values.slice(pixels * i, pixels * (i + 1));
  }
}

function rangesOf(codes: Float32Array, size: number): [number, number][] {
  return Array.from({ length: size }, (_, j) => {
    const values = codes.filter((_, i) => i % size === j);
    return [Math.min(...values), Math.max(...values)];
  });
}

function meanSquare(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum / a.length;
}

/** Mean squared error of the mean image. */
function variance(values: Float32Array): number {
  const count = values.length / pixels;
  const mean = Float32Array.from({ length: pixels }, (_, p) => {
    let sum = 0;
    for (let i = p; i < values.length; i += pixels) sum += values[i]!;
    return sum / count;
  });
  return meanSquare(
    values,
    Float32Array.from(values, (_, i) => mean[i % pixels]!),
  );
}
