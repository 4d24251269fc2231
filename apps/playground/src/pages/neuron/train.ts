import { bceWithLogits, initConstant } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import { LayeredNetwork, readLayers, writeLayers } from '../../network/layered-network.js';
import type { LayerNumbers } from '../../network/pass.js';
import { gridPoints } from '../../network/read-fields.js';
import type { Trainer } from '../../worker/protocol.js';
import { perceptronEpoch } from './model.js';
import { type DataName, type NeuronSettings, pointSets } from './settings.js';

/** What the page shows. */
export interface NeuronSnapshot {
  readonly data: DataName;
  readonly layers: readonly LayerNumbers[];
  /** Answers over the shown part of the plane, −1 to 1. */
  readonly field: { readonly values: Float32Array; readonly size: number };
  /** The network's answer to each point: 0 or 1 of the perceptron, from 0 to 1 behind the sigmoid. */
  readonly outputs: readonly number[];
  /** Whether each point is on the wrong side now. */
  readonly wrong: readonly boolean[];
  /** Loss and misclassified points, epoch by epoch. The perceptron rule has no loss: `NaN`. */
  readonly curves: Curves<'loss' | 'errors'>;
}

const fieldSize = 49;
const solvedLoss = 0.05;
const longest = 20_000; // epochs, after which it is left at that

/** Trains the neuron, or the small network, epoch by epoch. */
export function createNeuronTrainer(settings: NeuronSettings): NeuronTrainer {
  return new NeuronTrainer(settings);
}

/** The training of page 1. */
export class NeuronTrainer implements Trainer<NeuronSettings, NeuronSnapshot> {
  readonly model: LayeredNetwork;
  readonly answers = {
    setLayers: (layers: readonly LayerNumbers[]) => writeLayers(this.model.layers, layers),
  };
  readonly #curves = new CurveRecorder(['loss', 'errors']);
  readonly #optimizer: SGD;
  readonly #inputs: Tensor; // [N, 2]
  readonly #targets: Tensor; // [N, 1]
  readonly #points: Tensor[]; // N of [1, 2]
  readonly #classes: Tensor[]; // N of [1, 1]
  readonly #grid: Tensor; // [fieldSize², 2]
  #settings: NeuronSettings;
  #epoch = 0;

  constructor(settings: NeuronSettings) {
    this.#settings = settings;
    const set = pointSets[settings.data];
    this.model = new LayeredNetwork(settings.hidden > 0 ? [settings.hidden] : [], ['tanh']);
    const begins = usesPerceptron(settings) ? this.model.parameters() : []; // from zero
    for (const parameter of begins) initConstant(parameter, 0);
    this.#optimizer = new SGD(this.model.parameters(), {
      learningRate: settings.learningRate,
      momentum: settings.hidden > 0 ? 0.9 : 0,
    });
    const rows = set.points.map(({ x, y }) => [x, y]);
    const labels = set.points.map(({ label }) => [label]);
    this.#inputs = tensor(rows);
    this.#targets = tensor(labels);
    this.#points = rows.map((row) => tensor([row]));
    this.#classes = labels.map((label) => tensor([label]));
    this.#grid = gridPoints([set.xRange, set.yRange], fieldSize);
  }

  /** One epoch. */
  async step(): Promise<boolean> {
    this.#epoch++;
    const { learningRate } = this.#settings;
    let [loss, errors] = [Number.NaN, 0];
    if (usesPerceptron(this.#settings)) {
      errors = await perceptronEpoch(this.model.output, this.#points, this.#classes, learningRate);
    } else {
      [loss, errors] = await this.#descend();
    }
    this.#curves.add(this.#epoch, { loss, errors });
    return (errors === 0 && !(loss >= solvedLoss)) || this.#epoch >= longest;
  }

  async snapshot(): Promise<NeuronSnapshot> {
    const [field, logits] = noGrad(() =>
      scoped(() => [this.#field(), this.model.forward(this.#inputs)] as const),
    );
    const [values, z] = await Promise.all([field.data(), logits.data()]);
    field.dispose();
    logits.dispose();
    const layers = await readLayers(this.model.layers);
    const { points } = pointSets[this.#settings.data];
    return {
      data: this.#settings.data,
      layers,
      field: { values: values as Float32Array, size: fieldSize },
      outputs: points.map((_, i) => this.#output(z[i]!)),
      wrong: points.map(({ label }, i) => Number(z[i]! >= 0) !== label),
      curves: this.#curves.read(),
    };
  }

  update(settings: NeuronSettings): boolean {
    const { data, rule, hidden } = this.#settings;
    if (settings.data !== data || settings.rule !== rule || settings.hidden !== hidden) return false;
    this.#settings = settings;
    this.#optimizer.learningRate = settings.learningRate;
    return true;
  }

  dispose(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.model.dispose();
    const tensors = [this.#inputs, this.#targets, this.#grid, ...this.#points, ...this.#classes];
    for (const held of tensors) held.dispose();
  }

  /** A step of gradient descent on all points; loss and misclassified points before it. */
  async #descend(): Promise<[loss: number, errors: number]> {
    const [loss, errors] = scoped(() => {
      this.#optimizer.zeroGrad();
      const logits = this.model.forward(this.#inputs); // [N, 1]
      const loss = bceWithLogits(logits, this.#targets);
      loss.backward();
      this.#optimizer.step();
      const wrong = logits.greaterEqual(0).cast('float32').sub(this.#targets).abs().sum();
      return [loss.detach(), wrong] as const;
    });
    const values = await Promise.all([loss.item(), errors.item()]);
    loss.dispose();
    errors.dispose();
    return values;
  }

  /** For the sigmoid its answer, for the perceptron a step that keeps the place of its edge between the points of the grid. */
  #field(): Tensor {
    const z = this.model.forward(this.#grid).reshape([fieldSize * fieldSize]);
    if (!usesPerceptron(this.#settings)) return z.mul(0.5).tanh(); // 2 σ(z) − 1
    const { xRange } = pointSets[this.#settings.data];
    const cell = (xRange[1] - xRange[0]) / (fieldSize - 1);
    const length = this.model.output.weight.square().sum().sqrt().add(1e-12);
    return z.div(length.mul(cell)).clamp({ min: -1, max: 1 });
  }

  #output(logit: number): number {
    return usesPerceptron(this.#settings) ? Number(logit >= 0) : 1 / (1 + Math.exp(-logit));
  }
}

const usesPerceptron = ({ rule, hidden }: NeuronSettings): boolean => rule === 'perceptron' && hidden === 0;
