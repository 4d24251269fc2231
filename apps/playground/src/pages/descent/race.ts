import type { Parameter } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import { makeOptimizer } from '../../optimizer/make-optimizer.js';
import { surfaces } from '../../surface/functions.js';
import { landscapes, type SurfaceName } from '../../surface/landscapes.js';
import { type Relief, reliefOf } from '../../surface/relief.js';
import { type Path, Runners } from '../../surface/runners.js';
import type { Trainer } from '../../worker/protocol.js';
import {
  alpha,
  type ContestantName,
  contestantNames,
  type DescentSettings,
  goalHeight,
  rateOf,
} from './settings.js';

/** How a contestant fares: on its way, as low as the goal and staying there, out of the map, or at rest elsewhere. */
export type RunState = 'underway' | 'arrived' | 'left' | 'still';

/** A contestant's run. */
export interface Run {
  /** Places from the start on: `[x, y, x, y, ...]`. */
  readonly trail: Float32Array;
  /** The gradients at them. */
  readonly gradients: Float32Array;
  /** Height over the lowest place. */
  readonly height: number;
  readonly state: RunState;
  /** Steps so far, or until it was at the goal to stay, or off the map. */
  readonly steps: number;
}

/** What the page shows of a race. */
export interface RaceSnapshot {
  readonly view: 'race';
  readonly surface: SurfaceName;
  readonly relief: Relief;
  readonly runs: Readonly<Record<ContestantName, Run>>;
  /** Heights over the lowest place, step by step. */
  readonly curves: Curves<ContestantName>;
}

interface Standing {
  readonly name: ContestantName;
  readonly path: Path;
  state: RunState;
  /** Steps in which it has been as low as the goal without a break. */
  stayed: number;
}

const longest = 800; // steps
const settled = 10; // steps at the goal after which it counts as reached: who only flies through goes on
const leisure = 30; // steps at the goal that one still sees before the race ends
const restSteps = 40; // an even number, in which one who moves at all should get somewhere
const floor = 1e-6; // the least height that a logarithmic axis shows
const reliefs = new Map<SurfaceName, Relief>();

/** The race: everyone begins at the same place, with a `Parameter` of two numbers and an optimizer of its own. */
export class RaceTrainer implements Trainer<DescentSettings, RaceSnapshot> {
  readonly #standings: readonly Standing[];
  readonly #curves = new CurveRecorder<ContestantName>(contestantNames);
  #settings: DescentSettings;
  #steps = 0;

  private constructor(
    settings: DescentSettings,
    readonly relief: Relief,
    readonly runners: Runners,
  ) {
    this.#settings = settings;
    this.#standings = contestantNames.map(
      (name, i): Standing => ({ name, path: runners.paths[i]!, state: 'underway', stayed: 0 }),
    );
    this.#judgeAll();
  }

  /** Lines everyone up at the start. */
  static async begin(settings: DescentSettings): Promise<RaceTrainer> {
    const { surface, start, momentum } = settings;
    const relief = reliefs.get(surface) ?? (await reliefOf(surfaces[surface], landscapes[surface]));
    reliefs.set(surface, relief);
    const runners = contestantNames.map((name) => ({
      start,
      makeOptimizer: (place: Parameter) =>
        makeOptimizer(name, [place], { learningRate: rateOf(settings, name), momentum, alpha }),
    }));
    return new RaceTrainer(settings, relief, await Runners.at(surfaces[surface], runners));
  }

  /** A step of everyone who is on the map: who has reached the goal goes on too, so that one sees it stay or overshoot. */
  async step(): Promise<boolean> {
    this.#steps++;
    await this.runners.step();
    this.#judgeAll();
    const isOver = ({ state, stayed }: Standing) =>
      state === 'left' || state === 'still' || (state === 'arrived' && stayed >= leisure);
    return this.#steps >= longest || this.#standings.every(isOver);
  }

  snapshot(): RaceSnapshot {
    const runs = this.#standings.map(({ name, path, state, stayed }) => [
      name,
      {
        trail: Float32Array.from(path.places),
        gradients: Float32Array.from(path.gradients),
        height: this.#heightOf(path),
        state,
        steps: path.heights.length - (state === 'arrived' ? stayed : 1),
      } satisfies Run,
    ]);
    return {
      view: 'race',
      surface: this.#settings.surface,
      relief: this.relief,
      runs: Object.fromEntries(runs) as Record<ContestantName, Run>,
      curves: this.#curves.read(),
    };
  }

  update(settings: DescentSettings): boolean {
    const { surface, start, momentum } = this.#settings;
    const isOther =
      settings.view !== 'race' ||
      settings.surface !== surface ||
      String(settings.start) !== String(start) ||
      settings.momentum !== momentum;
    if (isOther) return false;
    this.#settings = settings;
    for (const [i, name] of contestantNames.entries())
      this.runners.optimizers[i]!.learningRate = rateOf(settings, name);
    return true;
  }

  dispose(): void {
    this.runners.dispose();
  }

  #heightOf({ heights }: Path): number {
    return heights.at(-1)! - landscapes[this.#settings.surface].least;
  }

  #judgeAll(): void {
    for (const [i, standing] of this.#standings.entries()) {
      if (standing.state === 'left') continue;
      standing.stayed = this.#heightOf(standing.path) < goalHeight ? standing.stayed + 1 : 0;
      standing.state = this.#judge(standing);
      if (standing.state === 'left') this.runners.takeOut(i);
    }
    const heights = this.#standings.map(({ name, path }) => [name, Math.max(this.#heightOf(path), floor)]);
    this.#curves.add(this.#steps, Object.fromEntries(heights) as Record<ContestantName, number>);
  }

  #judge({ path: { places, heights }, stayed }: Standing): RunState {
    const { xRange, yRange } = landscapes[this.#settings.surface];
    const width = xRange[1] - xRange[0];
    const isFar = ([low, high]: readonly [number, number], at: number) =>
      !(at > low - 2 * width && at < high + 2 * width);
    const [x, y] = places.slice(-2);
    if (!Number.isFinite(heights.at(-1)) || isFar(xRange, x!) || isFar(yRange, y!)) return 'left';
    if (stayed >= settled) return 'arrived';
    if (heights.length <= restSteps) return 'underway';
    return drift(places.slice(-2 * restSteps)) < width * 1e-3 ? 'still' : 'underway';
  }
}

/** How far the middle of the second half of a trail lies from that of the first: little for who only trembles. */
function drift(trail: readonly number[]): number {
  const half = trail.length / 2;
  const middle = (from: number, axis: number) => {
    let sum = 0;
    for (let i = from + axis; i < from + half; i += 2) sum += trail[i]!;
    return (2 * sum) / half;
  };
  return Math.hypot(middle(half, 0) - middle(0, 0), middle(half, 1) - middle(0, 1));
}
