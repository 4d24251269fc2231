import { type Dataset, digits, fetchBatch, type HostArray, trainTestSplit } from '@neurona/datasets';
import { DenseDiscriminator, DenseGenerator, Gan, ganStep } from '@neurona/gan';
import { crossEntropy, Flatten, Linear, ReLU, Sequential } from '@neurona/layers';
import { Adam, ExponentialMovingAverage } from '@neurona/optimizers';
import {
  concat,
  Generator,
  noGrad,
  own,
  permutationArray,
  randn,
  scoped,
  stack,
  type Tensor,
  tensor,
  variance,
} from '@neurona/tensor';
import { fit } from '@neurona/training';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { Trainer } from '../../worker/protocol.js';
import { classes, type GanDigitsSettings, rows, side } from './settings.js';

/** The curves of a training. */
export type GanDigitsCurve = 'recognised' | 'variety' | 'realAnswer' | 'fakeAnswer';

/** What is to say of the digit that is looked into. */
export interface Look {
  /** How probable the judge finds each class. */
  readonly probabilities: Float32Array;
  /** The real digit that is most like it, of those that were learned from. */
  readonly nearest: Float32Array;
  /** How far that is, root mean square of a pixel. */
  readonly distance: number;
}

/** What the page shows. */
export interface GanDigitsSnapshot {
  readonly settings: GanDigitsSettings;
  readonly step: number;
  /** A real digit of each class, and under it `rows` made ones, row by row: `side²` values each. */
  readonly sheet: Float32Array;
  /** What the judge takes each of them for, and how real the discriminator finds it. */
  readonly read: Int32Array;
  readonly answers: Float32Array;
  /** Share of many made digits that the judge takes for the class asked for, and its share of held-out real ones. */
  readonly recognised: number;
  readonly judged: number;
  /** How far a made digit is from the nearest one learned from, on average, as a multiple of how far held-out real ones are. */
  readonly novelty: number;
  /** How much made digits of a class differ from each other, as a multiple of how much held-out real ones do. */
  readonly variety: number;
  readonly curves: Curves<GanDigitsCurve>;
  readonly look: Look;
}

const area = side * side;
const noiseSize = 16;
const batchSize = 64;
const sampleRows = 20; // of ten digits, that the judge counts
const evaluateEvery = 20; // steps
const longest = 4000; // steps, after which it is left at that

/** Trains on the shipped digits, a fifth held out, the same one for every seed; first a judge that reads them. */
export async function createGanDigitsTrainer(settings: GanDigitsSettings): Promise<GanDigitsTrainer> {
  const [train, test] = trainTestSplit(await digits(), { testSize: 0.2, rng: new Generator(6202) });
  const judge = await trainJudge(train);
  const [learned, held] = await Promise.all([train, test].map(allOf));
  const trainer = new GanDigitsTrainer(settings, judge, learned!, held!);
  await trainer.evaluate();
  return trainer;
}

const allOf = (data: Dataset): Promise<readonly HostArray[]> =>
  fetchBatch(
    data,
    Array.from({ length: data.length }, (_, i) => i),
  );

async function trainJudge(data: Dataset): Promise<Sequential> {
  const judge = new Sequential(new Flatten(), new Linear(area, 64), new ReLU(), new Linear(64, classes));
  const optimizer = new Adam(judge.parameters(), { learningRate: 5e-3 });
  await fit(judge, data, { loss: crossEntropy, optimizer, epochs: 12, batchSize, progress: false });
  optimizer.zeroGrad();
  optimizer.dispose();
  return judge;
}

/** The training of the page. */
export class GanDigitsTrainer implements Trainer<GanDigitsSettings, GanDigitsSnapshot> {
  readonly #gan: Gan;
  readonly #optimizers: { readonly generator: Adam; readonly discriminator: Adam };
  readonly #average: ExponentialMovingAverage;
  readonly #judge: Sequential;
  readonly #images: Tensor; // [M, 8, 8, 1]
  readonly #labels: Tensor; // [M]
  readonly #held: Tensor; // [K, 8, 8, 1]
  readonly #heldLabels: Tensor; // [K]
  readonly #examples: Tensor; // a real digit of each class
  readonly #noise: Tensor; // of the digits that are counted
  readonly #curves = new CurveRecorder<GanDigitsCurve>(['recognised', 'variety', 'realAnswer', 'fakeAnswer']);
  readonly #spread: number;
  #settings: GanDigitsSettings;
  readonly #makeStep: ReturnType<typeof ganStep>;
  #order: Int32Array = new Int32Array();
  #steps = 0;
  #numbers: Pick<GanDigitsSnapshot, 'recognised' | 'judged' | 'novelty' | 'variety'> = {
    recognised: 0,
    judged: 0,
    novelty: 1,
    variety: 0,
  };

  constructor(
    settings: GanDigitsSettings,
    judge: Sequential,
    learned: readonly HostArray[],
    held: readonly HostArray[],
  ) {
    const sizes = { hiddenSizes: [128, 128], numClasses: classes };
    this.#gan = new Gan(
      new DenseGenerator([side, side, 1], { ...sizes, noiseSize }),
      new DenseDiscriminator([side, side, 1], sizes),
      { noiseSize, numClasses: classes },
    );
    const adam = { learningRate: settings.learningRate, betas: [0.5, 0.9] } as const;
    this.#optimizers = {
      generator: new Adam(this.#gan.generator.parameters(), adam),
      discriminator: new Adam(this.#gan.discriminator.parameters(), adam),
    };
    this.#average = new ExponentialMovingAverage(this.#gan.generator.parameters(), { decay: 0.98 });
    this.#judge = judge;
    this.#settings = settings;
    this.#makeStep = ganStep({ r1: settings.r1 });
    [this.#images, this.#labels] = tensorsOf(learned);
    [this.#held, this.#heldLabels] = tensorsOf(held);
    const labels = Array.from(held[1]!.values, Number);
    const firsts = Array.from({ length: classes }, (_, digit) => labels.indexOf(digit));
    this.#examples = own(this.#held.indexSelect(0, firsts));
    this.#spread = spreadOf(held[0]!.values as Float32Array, labels);
    this.#noise = own(randn([sampleRows, noiseSize], { rng: new Generator(7) }));
  }

  /** One batch, for the discriminator and for the generator. */
  async step(): Promise<boolean> {
    const total = this.#images.shape[0]!;
    const at = (this.#steps * batchSize) % (total - (total % batchSize));
    if (at === 0) this.#order = permutationArray(total);
    const numbers = scoped(() => {
      const chosen = this.#order.slice(at, at + batchSize);
      const { realAnswer, fakeAnswer } = this.#makeStep({
        model: this.#gan,
        batch: [this.#images.indexSelect(0, chosen), this.#labels.indexSelect(0, chosen)],
        optimizers: this.#optimizers,
        totalSteps: this.#steps,
      });
      this.#average.update();
      return stack([realAnswer, fakeAnswer]).detach();
    });
    if (++this.#steps % evaluateEvery === 0) {
      const [realAnswer, fakeAnswer] = await numbers.data();
      await this.evaluate();
      const { recognised, variety } = this.#numbers;
      this.#curves.add(this.#steps, {
        recognised,
        variety,
        realAnswer: realAnswer!,
        fakeAnswer: fakeAnswer!,
      });
    }
    numbers.dispose();
    return this.#steps >= longest;
  }

  /** Lets the judge count, and compares what was made with real digits. */
  async evaluate(): Promise<void> {
    const [read, judged, distances, apart, spread] = await this.#values(() => {
      const made = this.#draw(this.#noise);
      return [
        this.#judge.forward(made).argmax({ axis: 1 }),
        this.#judge.forward(this.#held).argmax({ axis: 1 }).equal(this.#heldLabels).cast('float32').mean(),
        this.#distances(made).min({ axis: 1 }).mean(),
        this.#distances(this.#held).min({ axis: 1 }).mean(),
        variance(made.reshape([sampleRows, classes, area]), { axis: 0 }).mean(),
      ];
    });
    const right = Array.from(read!).filter((digit, i) => digit === i % classes).length;
    this.#numbers = {
      recognised: right / read!.length,
      judged: judged![0]!,
      novelty: distances![0]! / apart![0]!,
      variety: Math.sqrt(spread![0]! / this.#spread),
    };
  }

  async snapshot(): Promise<GanDigitsSnapshot> {
    const { hand, walks, chosen } = this.#settings;
    const place = classes + chosen; // under the real ones
    const [sheet, read, answers, probabilities, distances] = await this.#values(() => {
      const made = this.#draw(handwriting(hand, walks));
      const all = concat([this.#examples, made]);
      const logits = this.#judge.forward(all);
      const labels = columnLabels(rows + 1);
      return [
        all,
        logits.argmax({ axis: 1 }),
        this.#gan.judge(all, labels).sigmoid(),
        logits.slice(place, place + 1).softmax({ axis: 1 }),
        this.#distances(all.slice(place, place + 1)),
      ];
    });
    const distance = Math.min(...distances!);
    const nearest = distances!.indexOf(distance);
    const [image] = await this.#values(() => [this.#images.slice(nearest, nearest + 1)]);
    return {
      settings: this.#settings,
      step: this.#steps,
      sheet: sheet!,
      read: Int32Array.from(read!),
      answers: answers!,
      ...this.#numbers,
      curves: this.#curves.read(),
      look: {
        probabilities: probabilities!,
        nearest: image!,
        distance,
      },
    };
  }

  update(settings: GanDigitsSettings): boolean {
    if (settings.r1 !== this.#settings.r1) return false; // the curves tell of one penalty
    this.#settings = settings;
    for (const optimizer of Object.values(this.#optimizers)) optimizer.learningRate = settings.learningRate;
    return true;
  }

  dispose(): void {
    for (const held of [
      ...Object.values(this.#optimizers),
      this.#average,
      this.#gan,
      this.#judge,
      this.#images,
      this.#labels,
      this.#held,
      this.#heldLabels,
      this.#examples,
      this.#noise,
    ])
      held.dispose();
  }

  /** Every class with each row of the noise. */
  #draw(noise: Tensor): Tensor {
    const count = noise.shape[0]!;
    const each = noise.indexSelect(
      0,
      Array.from({ length: count * classes }, (_, i) => Math.floor(i / classes)),
    );
    return this.#gan.forward(each, columnLabels(count));
  }

  /** How far images are from each one that was learned from, root mean square of a pixel, `[N, M]`. */
  #distances(images: Tensor): Tensor {
    const [a, b] = [images, this.#images].map((all) => all.reshape([-1, area]));
    const lengths = (of: Tensor) => of.square().sum({ axis: 1, keepDims: true });
    const squared = lengths(a!).add(lengths(b!).transpose()).sub(a!.matmul(b!.transpose()).mul(2));
    return squared.maximum(0).div(area).sqrt();
  }

  /** What tensors hold that are computed from the averages of the generator's weights, without gradients. */
  async #values(compute: () => readonly Tensor[]): Promise<Float32Array[]> {
    this.#average.swap();
    const found = noGrad(() => scoped(() => compute().map((one) => own(one))));
    this.#average.swap();
    const read = await Promise.all(found.map((one) => one.data()));
    for (const one of found) one.dispose();
    return read as Float32Array[];
  }
}

/** Images and labels as tensors that stay. */
const tensorsOf = ([images, labels]: readonly HostArray[]): readonly [Tensor, Tensor] => [
  own(tensor(Float32Array.from(images!.values), { shape: [images!.shape[0]!, side, side, 1] })),
  own(tensor(Int32Array.from(labels!.values))),
];

/** Variance of a pixel of images of a class, averaged over pixels and classes. */
function spreadOf(values: Float32Array, labels: readonly number[]): number {
  let sum = 0;
  for (let digit = 0; digit < classes; digit++) {
    const own = labels.flatMap((label, i) => (label === digit ? [i] : []));
    for (let pixel = 0; pixel < area; pixel++) {
      const here = own.map((i) => values[i * area + pixel]!);
      const mean = here.reduce((total, value) => total + value, 0) / own.length;
      sum += here.reduce((total, value) => total + (value - mean) ** 2, 0) / own.length;
    }
  }
  return sum / (classes * area);
}

/** The class of each column, for some rows. */
const columnLabels = (count: number): Tensor =>
  tensor(Int32Array.from({ length: count * classes }, (_, i) => i % classes));

/** Noise of each row, `[rows, noiseSize]`: independent ones, or a quarter of a circle from the first one to another. */
function handwriting(hand: number, walks: boolean): Tensor {
  const noise = randn([rows, noiseSize], { rng: new Generator(hand) });
  if (!walks) return noise;
  const [from, to] = [noise.slice(0, 1), noise.slice(rows - 1, rows)];
  const angles = Array.from({ length: rows }, (_, i) => (i / (rows - 1)) * (Math.PI / 2));
  const [near, far] = [Math.cos, Math.sin].map((share) => tensor(angles.map((angle) => [share(angle)])));
  return from.mul(near!).add(to.mul(far!));
}
