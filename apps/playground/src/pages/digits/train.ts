import { digits, fetchBatch, type HostArray, type Subset, trainTestSplit } from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { Generator, grad, noGrad, own, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { Curves } from '../../charts/curve-recorder.js';
import { ClassifierTraining, type Tested } from '../../classifier/classifier-training.js';
import {
  flatMaps,
  type Maps,
  mapsOf,
  readMaps,
  readUnit,
  type UnitInside,
} from '../../network/feature-maps.js';
import { softmax } from '../../network/pass.js';
import { makeOptimizer } from '../../optimizer/make-optimizer.js';
import type { TrainingCurve } from '../../signs/training-curve.js';
import { trainedDigits } from '../../weights/digits.js';
import { bytesOf, loadWeights } from '../../weights/weight-files.js';
import type { Trainer } from '../../worker/protocol.js';
import { DigitsNetwork, type Stages } from './model.js';
import { type DigitsSettings, type LayerName, layerNames, readImage, side, type Unit } from './settings.js';

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

/** What the page shows. */
export interface DigitsSnapshot {
  readonly begin: DigitsSettings['begin'];
  readonly epoch: number;
  readonly curves: Curves<TrainingCurve>;
  readonly tested: Tested;
  /** The first layer's kernels. */
  readonly filters: Maps;
  readonly look: Look | undefined;
}

const epochs = 40; // after which it is left at that
const entersIn = { first: 'image', second: 'firstPooled', hidden: 'features', output: 'hidden' } as const;

/** Trains the network on the shipped digits, a fifth held out, the same one for every seed. */
export async function createDigitsTrainer(settings: DigitsSettings): Promise<DigitsTrainer> {
  const [train, test] = trainTestSplit(await digits(), { testSize: 0.2, rng: new Generator(6202) });
  const indices = Array.from({ length: test.length }, (_, i) => i);
  return new DigitsTrainer(settings, train, await fetchBatch(test, indices));
}

/** The training of the page, and the look inside. */
export class DigitsTrainer implements Trainer<DigitsSettings, DigitsSnapshot> {
  readonly answers = {
    example: (index: number) => this.#training.example(index),
    inside: (unit: Unit) => this.#inside(unit),
    backward: (target: number) => this.#backward(target),
    save: () => this.#training.save(),
    load: (bytes: Uint8Array) => this.#training.load(bytes),
  };
  readonly model: DigitsNetwork;
  readonly #training: ClassifierTraining;
  readonly #optimizer: ReturnType<typeof makeOptimizer>;
  #settings: DigitsSettings;

  constructor(settings: DigitsSettings, train: Subset, [images, classes]: readonly HostArray[]) {
    this.#settings = settings;
    const { begin, optimizer, batchSize, dropout } = settings;
    this.model = new DigitsNetwork(dropout);
    if (begin === 'trained') loadWeights(this.model, bytesOf(trainedDigits));
    this.#optimizer = makeOptimizer(optimizer, this.model.parameters(), settings);
    this.#training = new ClassifierTraining({
      model: this.model,
      optimizer: this.#optimizer,
      train,
      test: [images!, classes!],
      classes: 10,
      batchSize,
      epochs,
    });
  }

  /** One batch. */
  step(): Promise<boolean> {
    return this.#training.step();
  }

  async snapshot(): Promise<DigitsSnapshot> {
    const tested = await this.#training.tested();
    const { weight } = this.model.conv1;
    const [filters, look] = await Promise.all([weight.data(), this.#look()]);
    const { epoch, curves } = this.#training;
    const { begin } = this.#settings;
    return { begin, epoch, curves, tested, filters: mapsOf(filters, 3, weight.shape[3]!), look };
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
    this.#training.dispose();
  }

  /** The image of the settings on the device, [1, 8, 8, 1]. */
  #asked(): Tensor | undefined {
    const pixels = readImage(this.#settings.image);
    return pixels && tensor(pixels, { shape: [1, side, side, 1], requiresGrad: true });
  }

  async #look(): Promise<Look | undefined> {
    const { image } = this.#settings;
    const maps = await this.#read(layerNames);
    return maps && { image, probabilities: softmax(flatMaps(maps.output)), maps };
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

  async #inside(unit: Unit): Promise<UnitInside | undefined> {
    const { conv1: first, conv2: second, hidden, output } = this.model;
    const stage = entersIn[unit.layer];
    const image = readImage(this.#settings.image);
    const entering =
      stage === 'image' ? image && { size: side, values: [image] } : (await this.#read([stage]))?.[stage];
    return entering && readUnit({ first, second, hidden, output }[unit.layer], entering, unit);
  }

  async #backward(target: number): Promise<Backward | undefined> {
    this.model.eval();
    const found = scoped(() => {
      const x = this.#asked();
      if (!x) return undefined;
      const { first, second, hidden, output } = this.model.stages(x);
      const loss = crossEntropy(output, tensor([target], { dtype: 'int32' }));
      return [loss.detach(), ...grad(loss, [x, first, second, hidden, output])].map((one) => own(one));
    });
    if (!found) return undefined;
    const [loss, image, ...grads] = found;
    const [value, pixels, maps] = await Promise.all([
      loss!.item(),
      image!.data(),
      readMaps(layerNames, grads),
    ]);
    for (const one of [loss!, image!]) one.dispose();
    return { loss: value as number, image: Float32Array.from(pixels as Float32Array), maps };
  }
}
