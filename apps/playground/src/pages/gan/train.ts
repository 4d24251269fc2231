import { Gan, ganStep } from '@neurona/gan';
import { Linear, ReLU, Sequential } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import {
  grad,
  noGrad,
  own,
  permutationArray,
  randn,
  scoped,
  stack,
  type Tensor,
  tensor,
  zeros,
} from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import { gridPoints } from '../../network/read-fields.js';
import type { PlaneField } from '../../plane/draw-field.js';
import type { Trainer } from '../../worker/protocol.js';
import { realPoints } from './data.js';
import { compare, type Likeness } from './likeness.js';
import { type DataName, type GanSettings, planeRange } from './settings.js';

/** The curves of a training. */
export type GanCurve = 'discriminatorLoss' | 'generatorLoss' | 'realAnswer' | 'fakeAnswer';

/** What the page shows; points are x, y one after the other. */
export interface GanSnapshot extends Likeness {
  /** The set that is imitated. */
  readonly data: DataName;
  readonly real: Float32Array;
  /** What the generator makes of the same noise each time. */
  readonly fake: Float32Array;
  /** Where the discriminator wants each of them to go: the direction in which its score rises. */
  readonly pull: Float32Array;
  /** What becomes of the nodes of a grid of noise, row by row. */
  readonly bent: Float32Array;
  /** The discriminator's answers, −1 for generated to 1 for real. */
  readonly field: PlaneField;
  readonly curves: Curves<GanCurve>;
}

/** Nodes of the grid of noise on a side. */
export const gridSide = 17;
const noiseReach = 2; // the grid covers 95 % of each coordinate of the noise
const fieldSize = 41;
const shownFakes = 256;
const batchSize = 96;
const idleMs = 50;
const longest = 12_000; // steps, after which it is left at that

/** Trains a generator and a discriminator of points, step by step. */
export const createGanTrainer = (settings: GanSettings): GanTrainer => new GanTrainer(settings);

/** The training of the page. */
export class GanTrainer implements Trainer<GanSettings, GanSnapshot> {
  readonly #gan = new Gan(network(2), network(1), { noiseSize: 2 });
  readonly #optimizers: { readonly generator: Adam; readonly discriminator: Adam };
  readonly #noise: Tensor = own(randn([shownFakes, 2]));
  readonly #noiseGrid: Tensor = own(
    gridPoints(
      [
        [-noiseReach, noiseReach],
        [-noiseReach, noiseReach],
      ],
      gridSide,
    ),
  );
  readonly #fieldGrid: Tensor = own(gridPoints([planeRange, planeRange], fieldSize));
  readonly #curves = new CurveRecorder<GanCurve>([
    'discriminatorLoss',
    'generatorLoss',
    'realAnswer',
    'fakeAnswer',
  ]);
  #settings: GanSettings;
  #makeStep: ReturnType<typeof ganStep>;
  #real: Float32Array;
  #steps = 0;

  constructor(settings: GanSettings) {
    this.#settings = settings;
    this.#real = realPoints(settings);
    this.#makeStep = ganStep(stepOptions(settings));
    const betas = [0.5, 0.9] as const;
    this.#optimizers = {
      generator: new Adam(this.#gan.generator.parameters(), { betas }),
      discriminator: new Adam(this.#gan.discriminator.parameters(), { betas }),
    };
    this.#setRates();
  }

  /** As many steps of the discriminator as are set, the last one with one of the generator. */
  async step(): Promise<boolean> {
    if (this.#real.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, idleMs)); // nothing to imitate until there are points
      return false;
    }
    const { discriminatorSteps } = this.#settings;
    let numbers: Tensor | undefined;
    for (let i = 0; i < discriminatorSteps; i++) {
      numbers?.dispose();
      numbers = scoped(() => this.#batch(i));
    }
    const [discriminatorLoss, generatorLoss, realAnswer, fakeAnswer] = await numbers!.data();
    numbers!.dispose();
    this.#curves.add(++this.#steps, {
      discriminatorLoss: discriminatorLoss!,
      generatorLoss: generatorLoss!,
      realAnswer: realAnswer!,
      fakeAnswer: fakeAnswer!,
    });
    return this.#steps >= longest || !Number.isFinite(discriminatorLoss! + generatorLoss!);
  }

  /** One batch: the numbers of its step, `[4]`. */
  #batch(totalSteps: number): Tensor {
    const order = permutationArray(this.#real.length / 2);
    const rows = Array.from({ length: batchSize }, (_, i) => {
      const at = 2 * order[i % order.length]!;
      return [this.#real[at]!, this.#real[at + 1]!];
    });
    const { discriminatorLoss, generatorLoss, realAnswer, fakeAnswer } = this.#makeStep({
      model: this.#gan,
      batch: [tensor(rows)],
      optimizers: this.#optimizers,
      totalSteps,
    });
    return stack(
      [discriminatorLoss, generatorLoss ?? zeros([]), realAnswer, fakeAnswer].map((x) => x.detach()),
    );
  }

  async snapshot(): Promise<GanSnapshot> {
    const { field, bent, fake, pull } = scoped(() => {
      const answers = noGrad(() => this.#gan.judge(this.#fieldGrid));
      const made = noGrad(() => this.#gan.forward(this.#noise)).detach();
      made.requiresGrad = true;
      return {
        field: this.#settings.loss === 'leastSquares' ? answers.mul(2).sub(1) : answers.div(2).tanh(), // 2 σ(z) − 1
        bent: noGrad(() => this.#gan.forward(this.#noiseGrid)),
        fake: made,
        pull: grad(this.#gan.judge(made).sum(), [made])[0],
      };
    });
    const held = [field, bent, fake, pull];
    const values = (await Promise.all(held.map((x) => x.data()))) as Float32Array[];
    for (const one of held) one.dispose();
    return {
      data: this.#settings.data,
      real: this.#real,
      field: { values: values[0]!, size: fieldSize },
      bent: values[1]!,
      fake: values[2]!,
      pull: values[3]!,
      curves: this.#curves.read(),
      ...compare(this.#real, values[2]!),
    };
  }

  update(settings: GanSettings): boolean {
    const old = this.#settings;
    if (settings.data !== old.data || settings.loss !== old.loss) return false;
    if (settings.own !== old.own) this.#real = realPoints(settings);
    this.#settings = settings;
    this.#makeStep = ganStep(stepOptions(settings));
    this.#setRates();
    return true;
  }

  dispose(): void {
    for (const held of [
      ...Object.values(this.#optimizers),
      this.#gan,
      this.#noise,
      this.#noiseGrid,
      this.#fieldGrid,
    ])
      held.dispose();
  }

  #setRates(): void {
    const { learningRate, lead } = this.#settings;
    this.#optimizers.generator.learningRate = learningRate;
    this.#optimizers.discriminator.learningRate = lead * learningRate;
  }
}

const network = (outputs: number): Sequential =>
  new Sequential(new Linear(2, 48), new ReLU(), new Linear(48, 48), new ReLU(), new Linear(48, outputs));

const stepOptions = ({ loss, discriminatorSteps, r1 }: GanSettings) => ({
  loss,
  discriminatorSteps,
  r1,
  ...(loss === 'wasserstein' && { gradientPenalty: 0.1, r1: 0 }), // its own penalty takes the place of R1
});
