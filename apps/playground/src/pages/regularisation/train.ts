import { type ArrayDataset, blobs, circles, moons } from '@neurona/datasets';
import { bceWithLogits, Linear, Module, type StateDict } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { elasticNet, l1, l2, maxNorm, mixup } from '@neurona/regularizers';
import { dropout, noGrad, randn, relu, scoped, stack, type Tensor, tensor } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { PlaneField } from '../../plane/draw-field.js';
import type { TrainingCurve } from '../../signs/training-curve.js';
import type { Trainer } from '../../worker/protocol.js';
import {
  amountOf,
  type DataName,
  type MethodName,
  planeRange,
  type RegularisationSettings,
} from './settings.js';

/** Points `[x, y, x, y, …]` and their classes. */
export interface Points {
  readonly inputs: Float32Array;
  readonly labels: Float32Array;
}

/** One of the networks, as the page shows it. */
export interface NetworkView {
  readonly method: MethodName;
  readonly field: PlaneField;
  readonly curves: Curves<TrainingCurve>;
  /** All weights between units, biases apart. */
  readonly weights: Float32Array;
  /** The epoch whose weights early stopping kept, once it has stopped. */
  readonly keptFrom: number | undefined;
}

/** What the page shows. */
export interface RegularisationSnapshot {
  readonly points: Points & { readonly version: number };
  readonly networks: readonly NetworkView[];
}

const hidden = [32, 32] as const;
const learningRate = 0.01;
const testCount = 400;
const validationCount = 40;
const fieldSize = 33;
const longest = 1500; // epochs, after which it is left at that
const curveNames = ['trainLoss', 'testLoss', 'trainAccuracy', 'testAccuracy'] as const;
const curvePoints = 150; // as the curves are small
const readEvery = 3; // epochs between two looks at the loss

let versions = 0; // of points, in all trainings of this worker

const makers: Readonly<
  Record<
    DataName,
    (count: number, noise: number) => [set: ArrayDataset, middle: readonly [number, number], scale: number]
  >
> = {
  moons: (count, noise) => [moons(count, { noise }), [0.5, 0.25], 1.3],
  circles: (count, noise) => [circles(count, { noise: 0.8 * noise, factor: 0.4 }), [0, 0], 1.7],
  blobs: (count, noise) => [
    blobs(count, {
      centers: [
        [-0.5, -0.5],
        [0.5, 0.5],
      ],
      std: 0.25 + noise,
    }),
    [0, 0],
    1.5,
  ],
};

function makePoints({ data, noise }: RegularisationSettings, count: number): Points {
  const [set, middle, scale] = makers[data](count, noise);
  const [points, classes] = set.batch(Array.from({ length: count }, (_, i) => i));
  return {
    inputs: Float32Array.from(points!.values, (value, i) => scale * (value - middle[i % 2]!)),
    labels: Float32Array.from(classes!.values),
  };
}

/** Two inputs, two hidden layers of 32 ReLUs and a logit: far more weights than there are points. */
export class WideNetwork extends Module {
  readonly layers = [new Linear(2, hidden[0]), new Linear(hidden[0], hidden[1]), new Linear(hidden[1], 1)];
  /** Probability with which a hidden unit is left out of a training step. */
  dropout = 0;

  override forward(x: Tensor): Tensor {
    let h = x;
    for (const layer of this.layers.slice(0, -1)) {
      h = relu(layer.forward(h));
      if (this.training && this.dropout > 0) h = dropout(h, this.dropout);
    }
    return this.layers.at(-1)!.forward(h);
  }
}

/** A network and how it is trained. */
class Contestant {
  readonly model = new WideNetwork();
  readonly optimizer = new Adam(this.model.parameters(), { learningRate });
  readonly curves = new CurveRecorder(curveNames, curvePoints);
  best = { loss: Number.POSITIVE_INFINITY, epoch: 0, state: undefined as StateDict | undefined };
  hasStopped = false;

  constructor(
    readonly method: MethodName,
    public strength: number,
  ) {}

  get amount(): number {
    return amountOf(this.method, this.strength);
  }

  /** One step down the loss of all training points, with what the method adds to it. */
  descend(x: Tensor, y: Tensor): void {
    if (this.hasStopped) return;
    const { method, amount, model, optimizer } = this;
    model.dropout = method === 'dropout' ? amount : 0;
    scoped(() => {
      optimizer.zeroGrad();
      const [inputs, targets] = changed(method, amount, x, y);
      const loss = bceWithLogits(model.forward(inputs), targets);
      const penalty = penalties[method]?.(amount)(model);
      (penalty ? loss.add(penalty) : loss).backward();
      optimizer.step();
      if (method === 'maxNorm') noGrad(() => maxNorm(amount)(model));
    });
  }

  /** Early stopping: keeps the weights with the least loss on held-out points, and stops when it waited in vain. */
  watch(loss: number, epoch: number): void {
    if (this.hasStopped || this.method !== 'early') return;
    const { best, model } = this;
    if (loss < best.loss) {
      for (const kept of Object.values(best.state ?? {})) kept.dispose();
      const copies = noGrad(() =>
        Object.entries(model.stateDict()).map(([name, value]) => [name, value.clone()]),
      );
      this.best = { loss, epoch, state: Object.fromEntries(copies) as StateDict };
    } else if (epoch - best.epoch >= this.amount && best.state) {
      model.loadStateDict(best.state);
      this.hasStopped = true;
    }
  }

  dispose(): void {
    this.optimizer.zeroGrad();
    this.optimizer.dispose();
    this.model.dispose();
    for (const kept of Object.values(this.best.state ?? {})) kept.dispose();
  }
}

/** What some methods do to a batch. */
function changed(
  method: MethodName,
  amount: number,
  x: Tensor,
  y: Tensor,
): [inputs: Tensor, targets: Tensor] {
  if (method === 'noise') return [x.add(randn(x.shape).mul(amount)), y];
  if (method === 'smoothing') return [x, y.mul(1 - amount).add(amount / 2)];
  if (method === 'mixup') return mixup({ alpha: amount })([x, y]) as [Tensor, Tensor];
  return [x, y];
}

const penalties: Readonly<Partial<Record<MethodName, (amount: number) => (model: Module) => Tensor>>> = {
  l1: (amount) => l1(amount),
  l2: (amount) => l2(amount),
  elastic: (amount) => elasticNet({ l1: amount, l2: amount }),
};

/** Trains six networks on the same points, epoch by epoch. */
export const createRegularisationTrainer = (settings: RegularisationSettings): RegularisationTrainer =>
  new RegularisationTrainer(settings);

/** The training of the page. */
export class RegularisationTrainer implements Trainer<RegularisationSettings, RegularisationSnapshot> {
  readonly #train: Points;
  readonly #sets: Readonly<Record<'train' | 'test' | 'validation', readonly [x: Tensor, y: Tensor]>>;
  readonly #networks: readonly Contestant[];
  readonly #grid = gridPoints();
  readonly #version = ++versions;
  #settings: RegularisationSettings;
  #epoch = 0;

  constructor(settings: RegularisationSettings) {
    this.#settings = settings;
    this.#train = makePoints(settings, settings.points);
    this.#sets = {
      train: toTensors(this.#train),
      test: toTensors(makePoints(settings, testCount)),
      validation: toTensors(makePoints(settings, validationCount)),
    };
    this.#networks = settings.methods.map((method) => new Contestant(method, settings.strength));
    const [first, ...others] = this.#networks;
    for (const { model } of others) model.loadStateDict(first!.model.stateDict()); // all begin alike
  }

  /** One epoch of each network. */
  async step(): Promise<boolean> {
    this.#epoch++;
    const { train, test, validation } = this.#sets;
    for (const network of this.#networks) network.descend(...train);
    if (this.#epoch % readEvery !== 0 && this.#epoch > 1) return false;
    const all = scoped(() =>
      stack(
        this.#networks.flatMap(({ model }) =>
          evaluating(model, () => [train, test, validation].flatMap(([x, y]) => scores(model, x, y))),
        ),
      ),
    );
    const data = await all.data();
    all.dispose();
    this.#networks.forEach((network, i) => {
      const [trainLoss, trainAccuracy, testLoss, testAccuracy, validationLoss] = data.slice(6 * i, 6 * i + 5);
      network.curves.add(this.#epoch, {
        trainLoss: trainLoss!,
        trainAccuracy: trainAccuracy!,
        testLoss: testLoss!,
        testAccuracy: testAccuracy!,
      });
      network.watch(validationLoss!, this.#epoch);
    });
    return this.#epoch >= longest;
  }

  async snapshot(): Promise<RegularisationSnapshot> {
    const networks = await Promise.all(
      this.#networks.map(async ({ model, method, curves, best, hasStopped }): Promise<NetworkView> => {
        const field = evaluating(model, () => scoped(() => model.forward(this.#grid).mul(0.5).tanh())); // 2 σ(z) − 1
        const [values, ...weights] = await Promise.all([
          field.data(),
          ...model.layers.map(({ weight }) => weight.data()),
        ]);
        field.dispose();
        return {
          method,
          field: { values: values as Float32Array, size: fieldSize },
          curves: curves.read(),
          weights: Float32Array.from(weights.flatMap((layer) => Array.from(layer))),
          keptFrom: hasStopped ? best.epoch : undefined,
        };
      }),
    );
    return { points: { ...this.#train, version: this.#version }, networks };
  }

  update(settings: RegularisationSettings): boolean {
    const { strength, ...rest } = settings;
    const { strength: _, ...old } = this.#settings;
    if (JSON.stringify(rest) !== JSON.stringify(old)) return false;
    this.#settings = settings;
    for (const network of this.#networks) network.strength = strength;
    return true;
  }

  dispose(): void {
    for (const network of this.#networks) network.dispose();
    for (const held of [this.#grid, ...Object.values(this.#sets).flat()]) held.dispose();
  }
}

const toTensors = ({ inputs, labels }: Points): readonly [x: Tensor, y: Tensor] => [
  scoped(() => tensor(inputs).reshape([-1, 2])),
  scoped(() => tensor(labels).reshape([-1, 1])),
];

/** Loss and accuracy, both `[]`. */
function scores(model: WideNetwork, x: Tensor, y: Tensor): [loss: Tensor, accuracy: Tensor] {
  const logits = model.forward(x);
  const right = logits.greaterEqual(0).cast('float32').sub(y).abs().mean().neg().add(1);
  return [bceWithLogits(logits, y), right];
}

function evaluating<T>(model: Module, body: () => T): T {
  model.eval();
  const result = noGrad(body);
  model.train();
  return result;
}

/** The points of a grid over the shown part of the plane, row by row from below: `[size², 2]`. */
function gridPoints(): Tensor {
  const [low, high] = planeRange;
  const at = (i: number) => low + ((high - low) * i) / (fieldSize - 1);
  return tensor(
    Array.from({ length: fieldSize ** 2 }, (_, i) => [at(i % fieldSize), at(Math.floor(i / fieldSize))]),
  );
}
