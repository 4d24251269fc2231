import { SGD } from '@neurona/optimizers';
import type { Parameter } from '@neurona/tensor';
import { curves } from '../../surface/functions.js';
import { type CurveName, curveRanges } from '../../surface/landscapes.js';
import { spread, valuesAt } from '../../surface/relief.js';
import { Runners } from '../../surface/runners.js';
import { widest, zoomed } from '../../surface/zoom.js';
import type { Trainer } from '../../worker/protocol.js';
import { type DescentSettings, slopeRates, sweepSteps } from './settings.js';

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
  private constructor(
    readonly settings: DescentSettings,
    readonly runners: Runners,
    readonly shown: Pick<SlopeSnapshot, 'view' | 'curve' | 'heights' | 'sweep'>,
  ) {}

  /** Puts the parameter where it begins. */
  static async begin(settings: DescentSettings): Promise<SlopeTrainer> {
    const { curve, learningRate } = settings;
    const heights = await valuesAt(curves[curve], spread(zoomed(curveRanges[curve].x, widest), samples));
    const sweep = await sweepRates(settings);
    const runners = await descending(settings, [learningRate]);
    return new SlopeTrainer(settings, runners, { view: 'slope', curve, heights, sweep });
  }

  /** w ← w − learning rate · slope */
  async step(): Promise<boolean> {
    await this.runners.step();
    const { places } = this.runners.paths[0]!;
    const isFar = !(Math.abs(places.at(-1)!) < farAway);
    return this.#regime() === 'arrived' || isFar || places.length > longest;
  }

  snapshot(): SlopeSnapshot {
    const { places, heights, gradients } = this.runners.paths[0]!;
    return { ...this.shown, w: places, loss: heights, slope: gradients, regime: this.#regime() };
  }

  update(settings: DescentSettings): boolean {
    const { curve, begin, learningRate } = this.settings;
    return (
      settings.view === 'slope' &&
      settings.curve === curve &&
      settings.begin === begin &&
      settings.learningRate === learningRate
    );
  }

  dispose(): void {
    this.runners.dispose();
  }

  #regime(): Regime {
    const { places: w, gradients: slope } = this.runners.paths[0]!;
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

/** One parameter for each learning rate, all at the same beginning. */
const descending = ({ curve, begin }: DescentSettings, rates: readonly number[]): Promise<Runners> =>
  Runners.at(
    curves[curve],
    rates.map((learningRate) => ({
      start: begin,
      makeOptimizer: (w: Parameter) => new SGD([w], { learningRate }),
    })),
  );

/** The loss after some steps with every learning rate. */
async function sweepRates(settings: DescentSettings): Promise<number[]> {
  const runners = await descending(settings, slopeRates);
  for (let step = 0; step < sweepSteps; step++) await runners.step();
  runners.dispose();
  return runners.paths.map(({ heights }) => (Number.isFinite(heights.at(-1)) ? heights.at(-1)! : Infinity));
}
