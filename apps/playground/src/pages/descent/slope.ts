import { SGD } from '@neurona/optimizers';
import { noGrad, Parameter, scoped, stack, tensor } from '@neurona/tensor';
import type { Trainer } from '../../worker/protocol.js';
import {
  type CurveName,
  curveRanges,
  type DescentSettings,
  slopeRates,
  sweepSteps,
  widest,
} from './settings.js';
import { curves } from './surfaces.js';

/** What the learning rate does: too early to say, creeps, goes down, swings, swings for ever, flies off; or it is there. */
export type Regime = 'new' | 'creeps' | 'descends' | 'swings' | 'cycles' | 'diverges' | 'arrived';

/** What the page shows of one parameter. */
export interface SlopeSnapshot {
  readonly view: 'slope';
  readonly curve: CurveName;
  /** The curve, evenly spaced over a part that is `widest` times as wide as the one that is shown at first. */
  readonly heights: Float32Array;
  /** The parameter, its loss and the slope there, from the beginning on. */
  readonly w: readonly number[];
  readonly loss: readonly number[];
  readonly slope: readonly number[];
  readonly regime: Regime;
  /** The loss after some steps with each of the learning rates to choose from; what is not finite is `Infinity`. */
  readonly sweep: readonly number[];
}

const samples = 641;
const flat = 0.01; // a slope that counts as none
const longest = 200; // steps
const patience = 12; // steps after which one who comes closer by little creeps
const farAway = 14;

/** Gradient descent on one parameter, with nothing but a learning rate. */
export class SlopeTrainer implements Trainer<DescentSettings, SlopeSnapshot> {
  readonly #parameter: Parameter; // []
  readonly #optimizer: SGD;
  readonly #w: number[] = [];
  readonly #loss: number[] = [];
  readonly #slope: number[] = [];
  #settings: DescentSettings;

  private constructor(
    settings: DescentSettings,
    readonly heights: Float32Array,
    readonly sweep: readonly number[],
  ) {
    this.#settings = settings;
    this.#parameter = new Parameter(settings.begin);
    this.#optimizer = new SGD([this.#parameter], { learningRate: settings.learningRate });
  }

  /** Puts the parameter where it begins. */
  static async begin(settings: DescentSettings): Promise<SlopeTrainer> {
    const [low, high] = curveRanges[settings.curve].x;
    const at = Array.from({ length: samples }, (_, i) => widest * (low + ((high - low) * i) / (samples - 1)));
    const heights = noGrad(() => scoped(() => curves[settings.curve](tensor(at))));
    const trainer = new SlopeTrainer(
      settings,
      (await heights.data()) as Float32Array,
      await sweepRates(settings),
    );
    heights.dispose();
    await trainer.#look();
    return trainer;
  }

  /** w ← w − learning rate · slope */
  async step(): Promise<boolean> {
    this.#optimizer.step();
    await this.#look();
    const regime = this.#regime();
    const isFar = !(Math.abs(this.#w.at(-1)!) < farAway);
    return regime === 'arrived' || isFar || this.#w.length > longest;
  }

  snapshot(): SlopeSnapshot {
    return {
      view: 'slope',
      curve: this.#settings.curve,
      heights: this.heights,
      w: this.#w,
      loss: this.#loss,
      slope: this.#slope,
      regime: this.#regime(),
      sweep: this.sweep,
    };
  }

  update(settings: DescentSettings): boolean {
    const { curve, begin, learningRate } = this.#settings;
    const isOther =
      settings.view !== 'slope' ||
      settings.curve !== curve ||
      settings.begin !== begin ||
      settings.learningRate !== learningRate;
    if (isOther) return false;
    this.#settings = settings;
    return true;
  }

  dispose(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.#parameter.dispose();
  }

  /** Loss and slope where the parameter is now; the slope stays for the next step. */
  async #look(): Promise<void> {
    const read = scoped(() => {
      this.#optimizer.zeroGrad();
      const loss = curves[this.#settings.curve](this.#parameter);
      loss.backward();
      return noGrad(() => stack([this.#parameter, loss, this.#parameter.grad!]));
    });
    const [w, loss, slope] = await read.data();
    read.dispose();
    this.#w.push(w!);
    this.#loss.push(loss!);
    this.#slope.push(slope!);
  }

  #regime(): Regime {
    const [w, slope] = [this.#w, this.#slope];
    const last = w.length - 1;
    if (!(Math.abs(w[last]!) < farAway)) return 'diverges';
    if (Math.abs(slope[last]!) < flat) return 'arrived';
    if (last < 3) return 'new';
    const turns = [last, last - 1, last - 2].filter((i) => slope[i]! * slope[i - 1]! < 0).length;
    if (turns === 3) {
      const growth = Math.abs(slope[last]! / slope[last - 2]!);
      return growth > 1.0001 ? 'diverges' : growth > 0.9999 ? 'cycles' : 'swings';
    }
    return last >= patience && Math.abs(slope[last]!) > 0.5 * Math.abs(slope[0]!) ? 'creeps' : 'descends';
  }
}

/** Descends with every learning rate at once: a group of its own for each in one optimizer. */
async function sweepRates({ curve, begin }: DescentSettings): Promise<number[]> {
  const places = slopeRates.map(() => new Parameter(begin));
  const optimizer = new SGD(places.map((place, i) => ({ params: [place], learningRate: slopeRates[i]! })));
  const measure = () => curves[curve](stack(places)); // [rates]
  for (let step = 0; step < sweepSteps; step++) {
    scoped(() => {
      optimizer.zeroGrad();
      measure().sum().backward();
      optimizer.step();
    });
  }
  const losses = noGrad(() => scoped(measure));
  const values = Array.from(await losses.data(), (loss) => (Number.isFinite(loss) ? loss : Infinity));
  losses.dispose();
  optimizer.zeroGrad();
  optimizer.dispose();
  for (const place of places) place.dispose();
  return values;
}
