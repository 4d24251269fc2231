import {
  cosineSchedule,
  DiffusionProcess,
  denoisingStep,
  PointDenoiser,
  sampleSteps,
} from '@neurona/diffusion';
import { Adam, ExponentialMovingAverage } from '@neurona/optimizers';
import {
  full,
  Generator,
  indexSelect,
  noGrad,
  own,
  randint,
  randn,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { slicedWasserstein } from '@neurona/training';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { Trainer } from '../../worker/protocol.js';
import { type DiffusionSettings, drawnCount, gridPlaces, gridSide } from './settings.js';
import { targetPoints } from './targets.js';

/** What the page shows. */
export interface DiffusionSnapshot {
  /** The target's points, x and y by turns. */
  readonly target: Float32Array;
  /** The drawn points at each moment, from noise on: one moment more than there are steps. */
  readonly moments: readonly Float32Array[];
  /** At each moment but the last, for each place of the grid, where the network takes the points there to belong. */
  readonly goals: readonly Float32Array[];
  /** The share of the signal at each moment, from 0 to 1. */
  readonly signals: readonly number[];
  /** Sliced Wasserstein distance of the drawn points from the target, and of the noise. */
  readonly distance: number;
  readonly noiseDistance: number;
  /** Mean distance of the drawn points from the nearest of the target. */
  readonly off: number;
  /** How far the goals are spread at the first moment, in the spread of those at the last. */
  readonly firstSpread: number;
  readonly settings: DiffusionSettings;
  readonly curves: Curves<'off' | 'distance'>;
}

const batchSize = 192;
const [learningRate, leastRate] = [4e-3, 4e-4];
const longest = 6000; // batches, after which it is left at that
const averagedEvery = 4; // batches
const idleMs = 50;

/** Trains a denoiser of points, batch by batch. */
export const createDiffusionTrainer = (settings: DiffusionSettings, seed: number): DiffusionTrainer =>
  new DiffusionTrainer(settings, seed);

/** The training of the page. */
export class DiffusionTrainer implements Trainer<DiffusionSettings, DiffusionSnapshot> {
  readonly #process = new DiffusionProcess({ schedule: cosineSchedule(100), prediction: 'v' });
  readonly #model = new PointDenoiser(2, { hiddenSize: 64 });
  readonly #optimizer = new Adam(this.#model.parameters(), { learningRate });
  readonly #average = new ExponentialMovingAverage(this.#model.parameters(), { decay: 0.96, warmup: true });
  readonly #train = denoisingStep(this.#process);
  readonly #curves = new CurveRecorder<'off' | 'distance'>(['off', 'distance']);
  readonly #seed: number;
  #settings: DiffusionSettings;
  #points: Float32Array;
  #data: Tensor | undefined;
  #step = 0;

  constructor(settings: DiffusionSettings, seed: number) {
    this.#settings = settings;
    this.#seed = seed;
    this.#points = targetPoints(settings);
    this.#load();
  }

  /** One batch. */
  async step(): Promise<boolean> {
    const data = this.#data;
    if (!data) {
      await new Promise((resolve) => setTimeout(resolve, idleMs)); // nothing to do until there are points
      return false;
    }
    this.#optimizer.learningRate = Math.max(learningRate * (1 - this.#step / 3000), leastRate);
    const { loss } = scoped(() => {
      const batch = indexSelect(data, 0, randint(0, data.shape[0]!, [batchSize]));
      const jittered = this.#settings.target === 'own' ? batch.add(randn(batch.shape).mul(ownSpread)) : batch;
      const optimizers = { adam: this.#optimizer };
      return this.#train({ model: this.#model, batch: [jittered], optimizers });
    });
    const value = await loss.item();
    loss.dispose();
    if (++this.#step % averagedEvery === 0) this.#average.update();
    return this.#step >= longest || !Number.isFinite(value);
  }

  async snapshot(): Promise<DiffusionSnapshot> {
    const { count, eta } = this.#settings;
    const moments: Float32Array[] = [];
    const goals: Float32Array[] = [];
    const signals: number[] = [];
    const noise = randn([drawnCount, 2], { rng: new Generator(this.#seed) });
    moments.push(Float32Array.from(await noise.data()));
    this.#average.swap();
    try {
      const options = {
        sampler: 'ddim',
        steps: count,
        eta,
        start: noise,
        rng: new Generator(this.#seed + 1),
      } as const;
      for await (const { x, t } of sampleSteps(this.#model, this.#process, [drawnCount, 2], options)) {
        goals.push(await this.#goalsAt(t));
        signals.push(Math.sqrt(this.#process.schedule.alphaBarAt(t)));
        moments.push(Float32Array.from(await x.data()));
      }
    } finally {
      this.#average.swap();
      noise.dispose();
    }
    const distance = this.#distanceOf(moments.at(-1)!);
    const off = meanOff(moments.at(-1)!, this.#points);
    if (!Number.isNaN(distance)) this.#curves.add(this.#step, { off, distance });
    return {
      target: this.#points,
      moments,
      goals,
      signals: [...signals, 1],
      distance,
      off,
      noiseDistance: this.#distanceOf(moments[0]!),
      firstSpread: spreadOf(goals[0]!) / spreadOf(goals.at(-1)!),
      settings: this.#settings,
      curves: this.#curves.read(),
    };
  }

  update(settings: DiffusionSettings): boolean {
    const old = this.#settings;
    if (settings.target !== old.target) return false;
    this.#settings = settings;
    if (settings.own === old.own) return true;
    this.#points = targetPoints(settings); // what is learned so far goes on to the points of now
    this.#step = Math.min(this.#step, 1000);
    this.#load();
    return true;
  }

  dispose(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.#average.dispose();
    this.#model.dispose();
    this.#data?.dispose();
  }

  #load(): void {
    this.#data?.dispose();
    this.#data =
      this.#points.length > 0
        ? own(tensor(this.#points, { shape: [this.#points.length / 2, 2] }))
        : undefined;
  }

  /** Where the network takes the places of the grid to belong. */
  async #goalsAt(t: number): Promise<Float32Array> {
    const goals = noGrad(() =>
      scoped(() => {
        const places = tensor(gridPlaces, { shape: [gridSide ** 2, 2] });
        const predicted = this.#model.forward(places, full([gridSide ** 2], t, { dtype: 'int32' }));
        return this.#process.partsOf(places, t, predicted).clean;
      }),
    );
    try {
      return Float32Array.from(await goals.data());
    } finally {
      goals.dispose();
    }
  }

  #distanceOf(points: Float32Array): number {
    const isReal = this.#points.length > 0 && points.every(Number.isFinite);
    return isReal ? slicedWasserstein(inRows(points), inRows(this.#points), { directions: 24 }) : Number.NaN;
  }
}

const ownSpread = 0.04; // of points around those that one draws

const inRows = (points: Float32Array): Float32Array[] =>
  Array.from({ length: points.length / 2 }, (_, i) => points.subarray(2 * i, 2 * i + 2));

/** Root mean square distance of points from their middle. */
function spreadOf(points: Float32Array): number {
  const rows = inRows(points);
  const mean = [0, 1].map((k) => rows.reduce((sum, row) => sum + row[k]! / rows.length, 0));
  return Math.sqrt(
    rows.reduce((sum, [x, y]) => sum + ((x! - mean[0]!) ** 2 + (y! - mean[1]!) ** 2) / rows.length, 0),
  );
}

/** Mean distance of points from the nearest of others; infinite where there are none. */
function meanOff(points: Float32Array, others: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < points.length; i += 2) {
    let least = Infinity;
    for (let k = 0; k < others.length; k += 2)
      least = Math.min(least, (points[i]! - others[k]!) ** 2 + (points[i + 1]! - others[k + 1]!) ** 2);
    sum += Math.sqrt(least);
  }
  return (2 * sum) / points.length;
}
