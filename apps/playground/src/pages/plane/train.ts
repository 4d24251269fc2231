import {
  bceWithLogits,
  GELU,
  Identity,
  LeakyReLU,
  Linear,
  Module,
  ModuleList,
  ReLU,
  Sigmoid,
  Tanh,
} from '@neurona/layers';
import { Adadelta, Adagrad, Adam, AdamW, type AnyOptimizer, RMSprop, SGD } from '@neurona/optimizers';
import { l1, l2 } from '@neurona/regularizers';
import {
  concat,
  dropout,
  noGrad,
  type Parameter,
  permutationArray,
  scoped,
  stack,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { ActivationName } from '../../network/activations.js';
import type { LayerNumbers } from '../../network/pass.js';
import type { TiledNetwork } from '../../network/unit-field.js';
import type { TrainingCurve } from '../../signs/training-curve.js';
import type { Trainer } from '../../worker/protocol.js';
import { makePoints, type PointTable, type SplitPoints, splitOwn } from './data.js';
import { type OptimizerName, type PlaneSettings, planeRange } from './settings.js';

/** What the page shows. */
export interface PlaneSnapshot extends TiledNetwork {
  /** The points, and a number that changes with them. */
  readonly points: SplitPoints & { readonly version: number };
  readonly curves: Curves<TrainingCurve>;
}

const fieldSize = 57;
const unitSize = 25;
const idleMs = 50;
const longest = 4000; // epochs, after which it is left at that

let versions = 0; // of points, in all trainings of this worker

const activations: Readonly<Record<ActivationName, () => Module>> = {
  tanh: () => new Tanh(),
  relu: () => new ReLU(),
  leakyReLU: () => new LeakyReLU({ negativeSlope: 0.1 }),
  gelu: () => new GELU(),
  sigmoid: () => new Sigmoid(),
  identity: () => new Identity(),
};

/**
 * Hidden layers with an activation of its own each, and a logit on top: class 1 where it is at least 0.
 *
 *     h₀ = x        hᵢ = φᵢ(hᵢ₋₁ · Wᵢ + bᵢ)        z = hₙ · w + b
 *
 * Shape: x `[N, 2]` → `[N, 1]`.
 */
export class PlaneNetwork extends Module {
  readonly hidden: ModuleList<Linear>;
  readonly output: Linear;
  readonly activations: ModuleList<Module>;
  /** Probability with which a hidden unit is left out of a training step. */
  dropout = 0;

  /**
   * @param units - Of each hidden layer.
   * @param names - The activation of each.
   */
  constructor(units: readonly number[], names: readonly ActivationName[]) {
    super();
    const widths = [2, ...units];
    this.hidden = new ModuleList(units.map((width, i) => new Linear(widths[i]!, width)));
    this.output = new Linear(widths.at(-1)!, 1);
    this.activations = new ModuleList(units.map((_, i) => activations[names[i] ?? 'tanh']()));
  }

  /** From the inputs on. */
  get layers(): readonly Linear[] {
    return [...this.hidden, this.output];
  }

  override forward(x: Tensor): Tensor {
    return this.output.forward(this.hiddenValues(x).at(-1) ?? x);
  }

  /** What the units of each hidden layer answer: `[N, units]` each. */
  hiddenValues(x: Tensor): Tensor[] {
    const values: Tensor[] = [];
    const bends = [...this.activations];
    for (const [i, layer] of [...this.hidden].entries()) {
      const value = bends[i]!.forward(layer.forward(values.at(-1) ?? x));
      values.push(this.training && this.dropout > 0 ? dropout(value, this.dropout) : value);
    }
    return values;
  }
}

/** Trains a network with two inputs, epoch by epoch. */
export const createPlaneTrainer = (settings: PlaneSettings): PlaneTrainer => new PlaneTrainer(settings);

/** The training of page 2. */
export class PlaneTrainer implements Trainer<PlaneSettings, PlaneSnapshot> {
  readonly model: PlaneNetwork;
  readonly #curves = new CurveRecorder<TrainingCurve>([
    'trainLoss',
    'testLoss',
    'trainAccuracy',
    'testAccuracy',
  ]);
  readonly #grid = gridPoints(fieldSize);
  readonly #unitGrid = gridPoints(unitSize);
  #settings: PlaneSettings;
  #optimizer: AnyOptimizer;
  #points: SplitPoints;
  #version = ++versions;
  #epoch = 0;

  constructor(settings: PlaneSettings) {
    this.#settings = settings;
    this.#points = makePoints(settings);
    this.model = new PlaneNetwork(settings.hidden, settings.activations);
    this.model.dropout = dropoutOf(settings);
    this.#optimizer = optimizers[settings.optimizer](this.model.parameters(), settings.learningRate);
  }

  /** One epoch: every training point once, in batches. */
  async step(): Promise<boolean> {
    const { train } = this.#points;
    if (train.labels.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, idleMs)); // nothing to do until there are points
      return false;
    }
    this.#epoch++;
    scoped(() => this.#descend(shuffled(train)));
    const scores = scoped(() => stack([...this.#scores(train), ...this.#scores(this.#points.test)]));
    const [trainLoss, trainAccuracy, testLoss, testAccuracy] = await scores.data();
    scores.dispose();
    this.#curves.add(this.#epoch, {
      trainLoss: trainLoss!,
      trainAccuracy: trainAccuracy!,
      testLoss: testLoss!,
      testAccuracy: testAccuracy!,
    });
    return this.#epoch >= longest || !Number.isFinite(trainLoss!);
  }

  async snapshot(): Promise<PlaneSnapshot> {
    const held = this.#evaluating(() =>
      scoped(() => ({
        field: this.model.forward(this.#grid).mul(0.5).tanh(), // 2 σ(z) − 1
        units: concat([this.#unitGrid, ...this.model.hiddenValues(this.#unitGrid)], { axis: 1 }),
      })),
    );
    const [values, units] = await Promise.all([held.field.data(), held.units.data()]);
    held.field.dispose();
    held.units.dispose();
    return {
      points: { ...this.#points, version: this.#version },
      field: { values: values as Float32Array, size: fieldSize },
      units: { values: unitFields(units as Float32Array), size: unitSize },
      layers: await Promise.all(this.model.layers.map(readLayer)),
      curves: this.#curves.read(),
    };
  }

  update(settings: PlaneSettings): boolean {
    const old = this.#settings;
    const isOther =
      settings.data !== old.data ||
      (settings.data !== 'own' && settings.noise !== old.noise) ||
      settings.testShare !== old.testShare ||
      String(settings.hidden) !== String(old.hidden) ||
      String(settings.activations) !== String(old.activations);
    if (isOther) return false;
    if (settings.data === 'own' && settings.own !== old.own) {
      this.#points = splitOwn(settings.own, settings.testShare);
      this.#version = ++versions;
    }
    if (settings.optimizer !== old.optimizer) {
      this.#optimizer.dispose();
      this.#optimizer = optimizers[settings.optimizer](this.model.parameters(), settings.learningRate);
    }
    this.#optimizer.learningRate = settings.learningRate;
    this.model.dropout = dropoutOf(settings);
    this.#settings = settings;
    return true;
  }

  dispose(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.model.dispose();
    this.#grid.dispose();
    this.#unitGrid.dispose();
  }

  #descend({ inputs, labels }: PointTable): void {
    const { batchSize, regularizer, strength } = this.#settings;
    const penalty = regularizer === 'l1' ? l1(strength) : regularizer === 'l2' ? l2(strength) : undefined;
    for (let start = 0; start < labels.length; start += batchSize) {
      scoped(() => {
        const end = Math.min(start + batchSize, labels.length);
        const x = tensor(inputs.subarray(2 * start, 2 * end)).reshape([-1, 2]);
        const y = tensor(labels.subarray(start, end)).reshape([-1, 1]);
        this.#optimizer.zeroGrad();
        const loss = bceWithLogits(this.model.forward(x), y);
        (penalty ? loss.add(penalty(this.model)) : loss).backward();
        this.#optimizer.step();
      });
    }
  }

  /** Loss and accuracy, both `[]`; `NaN` where there are no points. */
  #scores({ inputs, labels }: PointTable): [loss: Tensor, accuracy: Tensor] {
    if (labels.length === 0) return [tensor(Number.NaN), tensor(Number.NaN)];
    return this.#evaluating(() => {
      const logits = this.model.forward(tensor(inputs).reshape([-1, 2]));
      const targets = tensor(labels).reshape([-1, 1]);
      const right = logits.greaterEqual(0).cast('float32').sub(targets).abs().mean().neg().add(1);
      return [bceWithLogits(logits, targets), right];
    });
  }

  #evaluating<T>(body: () => T): T {
    this.model.eval();
    const result = noGrad(body);
    this.model.train();
    return result;
  }
}

const dropoutOf = ({ regularizer, strength }: PlaneSettings): number =>
  regularizer === 'dropout' ? strength : 0;

function shuffled({ inputs, labels }: PointTable): PointTable {
  const order = permutationArray(labels.length);
  return {
    inputs: Float32Array.from(inputs, (_, i) => inputs[2 * order[i >> 1]! + (i & 1)]!),
    labels: Float32Array.from(order, (i) => labels[i]!),
  };
}

/** The points of a grid over the shown part of the plane, row by row from below: `[size², 2]`. */
function gridPoints(size: number): Tensor {
  const [low, high] = planeRange;
  const at = (i: number) => low + ((high - low) * i) / (size - 1);
  const rows = Array.from({ length: size * size }, (_, i) => [at(i % size), at(Math.floor(i / size))]);
  return tensor(rows);
}

/** From a row a grid point to a field a unit, inputs first, each divided by its largest value. */
function unitFields(rows: Float32Array): Float32Array {
  const points = unitSize * unitSize;
  const count = rows.length / points;
  const fields = new Float32Array(rows.length);
  for (let unit = 0; unit < count; unit++) {
    let largest = 1e-6;
    for (let i = 0; i < points; i++) largest = Math.max(largest, Math.abs(rows[i * count + unit]!));
    for (let i = 0; i < points; i++) fields[unit * points + i] = rows[i * count + unit]! / largest;
  }
  return fields;
}

async function readLayer({ weight, bias }: Linear): Promise<LayerNumbers> {
  const [values, biases] = await Promise.all([weight.array(), bias!.data()]);
  return { weight: values as number[][], bias: Array.from(biases) };
}

/** Makes each optimizer. */
const optimizers: Readonly<
  Record<OptimizerName, (params: Iterable<Parameter>, learningRate: number) => AnyOptimizer>
> = {
  sgd: (params, learningRate) => new SGD(params, { learningRate }),
  momentum: (params, learningRate) => new SGD(params, { learningRate, momentum: 0.9 }),
  adagrad: (params, learningRate) => new Adagrad(params, { learningRate }),
  adadelta: (params, learningRate) => new Adadelta(params, { learningRate }),
  rmsprop: (params, learningRate) => new RMSprop(params, { learningRate }),
  adam: (params, learningRate) => new Adam(params, { learningRate }),
  adamw: (params, learningRate) => new AdamW(params, { learningRate }),
};
