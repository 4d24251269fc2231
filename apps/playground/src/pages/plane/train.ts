import { bceWithLogits } from '@neurona/layers';
import type { AnyOptimizer } from '@neurona/optimizers';
import { l1, l2 } from '@neurona/regularizers';
import { noGrad, permutationArray, scoped, stack, type Tensor, tensor } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import { LayeredNetwork, writeLayers } from '../../network/layered-network.js';
import type { LayerNumbers } from '../../network/pass.js';
import { FieldReader } from '../../network/read-fields.js';
import type { TiledNetwork } from '../../network/unit-field.js';
import { makeOptimizer } from '../../optimizer/make-optimizer.js';
import type { TrainingCurve } from '../../signs/training-curve.js';
import type { Trainer } from '../../worker/protocol.js';
import { sideBySide } from '../../worker/side-by-side.js';
import { makePoints, type PointTable, type SplitPoints, splitOwn } from './data.js';
import { type DataName, type PlaneSettings, planeRange, rivals } from './settings.js';

/** What the page shows. */
export interface PlaneSnapshot extends TiledNetwork {
  /** The set that it learns. */
  readonly data: DataName;
  /** The points, and a number that changes with them. */
  readonly points: SplitPoints & { readonly version: number };
  readonly curves: Curves<TrainingCurve>;
}

const idleMs = 50;
const longest = 4000; // epochs, after which it is left at that

let versions = 0; // of points, in all trainings of this worker

/** Trains a network with two inputs, epoch by epoch; and beside it the one that it is compared with. */
export const createPlaneTrainer = sideBySide<PlaneSettings, PlaneSnapshot>(
  (settings) => new PlaneTrainer(settings),
  (settings) =>
    settings.against === 'nothing' ? [settings] : [settings, rivals[settings.against](settings)],
);

/** The training of page 2. */
export class PlaneTrainer implements Trainer<PlaneSettings, PlaneSnapshot> {
  readonly model: LayeredNetwork;
  readonly answers = {
    setLayers: (layers: readonly LayerNumbers[]) => writeLayers(this.model.layers, layers),
  };
  readonly #curves = new CurveRecorder<TrainingCurve>([
    'trainLoss',
    'testLoss',
    'trainAccuracy',
    'testAccuracy',
  ]);
  readonly #fields = new FieldReader([planeRange, planeRange]);
  #settings: PlaneSettings;
  #optimizer: AnyOptimizer;
  #points: SplitPoints;
  #version = ++versions;
  #epoch = 0;

  constructor(settings: PlaneSettings) {
    this.#settings = settings;
    this.#points = makePoints(settings);
    this.model = new LayeredNetwork(settings.hidden, settings.activations);
    this.model.dropout = dropoutOf(settings);
    this.#optimizer = makeOptimizer(settings.optimizer, this.model.parameters(), settings);
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
    return {
      ...(await this.#fields.read(this.model)),
      data: this.#settings.data,
      points: { ...this.#points, version: this.#version },
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
      this.#optimizer = makeOptimizer(settings.optimizer, this.model.parameters(), settings);
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
    this.#fields.dispose();
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
