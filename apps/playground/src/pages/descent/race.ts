import type { AnyOptimizer } from '@neurona/optimizers';
import { concat, noGrad, Parameter, scoped, stack } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { Trainer } from '../../worker/protocol.js';
import { contestants } from './contestants.js';
import { type Relief, reliefOf } from './relief.js';
import {
  type ContestantName,
  contestantNames,
  type DescentSettings,
  goalHeight,
  landscapes,
} from './settings.js';
import { surfaces } from './surfaces.js';

/** How a contestant fares: on its way, as low as the goal and staying there, out of the map, or at rest elsewhere. */
export type RunState = 'underway' | 'arrived' | 'left' | 'still';

/** A contestant's run. */
export interface Run {
  /** Places from the start on: `[x, y, x, y, ...]`. */
  readonly trail: Float32Array;
  /** Height over the lowest place. */
  readonly height: number;
  readonly state: RunState;
  /** Steps so far, or until it was at the goal to stay, or off the map. */
  readonly steps: number;
}

/** What the page shows of a race. */
export interface RaceSnapshot {
  readonly view: 'race';
  readonly surface: DescentSettings['surface'];
  readonly relief: Relief;
  readonly runs: Readonly<Record<ContestantName, Run>>;
  /** Heights over the lowest place, step by step. */
  readonly curves: Curves<ContestantName>;
}

interface Entrant {
  readonly name: ContestantName;
  readonly place: Parameter; // [2]
  readonly optimizer: AnyOptimizer;
  readonly trail: number[];
  height: number;
  state: RunState;
  steps: number;
  /** Steps in which it has been as low as the goal without a break. */
  stayed: number;
}

const longest = 800; // steps
const settled = 10; // steps at the goal after which it counts as reached: who only flies through goes on
const leisure = 30; // steps at the goal that one still sees before the race ends
const restSteps = 40; // an even number, in which one who moves at all should get somewhere
const floor = 1e-6; // the least height that a logarithmic axis shows

/** The race: everyone begins at the same place, with a `Parameter` of two numbers and an optimizer of its own. */
export class RaceTrainer implements Trainer<DescentSettings, RaceSnapshot> {
  readonly #entrants: readonly Entrant[];
  readonly #curves = new CurveRecorder<ContestantName>(contestantNames);
  #settings: DescentSettings;
  #steps = 0;

  private constructor(
    settings: DescentSettings,
    readonly relief: Relief,
  ) {
    this.#settings = settings;
    this.#entrants = contestantNames.map((name): Entrant => {
      const place = new Parameter([...settings.start]);
      const optimizer = contestants[name](place, this.#rateOf(name), settings.momentum);
      return { name, place, optimizer, trail: [], height: 0, state: 'underway', steps: 0, stayed: 0 };
    });
  }

  /** Lines everyone up at the start. */
  static async begin(settings: DescentSettings): Promise<RaceTrainer> {
    const race = new RaceTrainer(settings, await reliefOf(settings.surface));
    await race.#look();
    return race;
  }

  /** A step of everyone who is on the map: who has reached the goal goes on too, so that one sees it stay or overshoot. */
  async step(): Promise<boolean> {
    this.#steps++;
    const surface = surfaces[this.#settings.surface];
    for (const entrant of this.#entrants) {
      if (entrant.state === 'left') continue;
      scoped(() => {
        entrant.optimizer.zeroGrad();
        surface(entrant.place).backward();
        entrant.optimizer.step();
      });
      entrant.steps++;
    }
    await this.#look();
    const isOver = ({ state, stayed }: Entrant) =>
      state === 'left' || state === 'still' || (state === 'arrived' && stayed >= leisure);
    return this.#steps >= longest || this.#entrants.every(isOver);
  }

  snapshot(): RaceSnapshot {
    const runs = this.#entrants.map(({ name, trail, height, state, steps, stayed }) => [
      name,
      {
        trail: Float32Array.from(trail),
        height,
        state,
        steps: state === 'arrived' ? steps - stayed + 1 : steps,
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
    const old = this.#settings;
    const isOther =
      settings.view !== 'race' ||
      settings.surface !== old.surface ||
      String(settings.start) !== String(old.start) ||
      settings.momentum !== old.momentum;
    if (isOther) return false;
    this.#settings = settings;
    for (const { name, optimizer } of this.#entrants) optimizer.learningRate = this.#rateOf(name);
    return true;
  }

  dispose(): void {
    for (const { place, optimizer } of this.#entrants) {
      optimizer.zeroGrad();
      optimizer.dispose();
      place.dispose();
    }
  }

  #rateOf(name: ContestantName): number {
    return landscapes[this.#settings.surface].rates[name] * this.#settings.factor;
  }

  /** Where everyone is now, and how high: read from the device at once. */
  async #look(): Promise<void> {
    const { surface } = this.#settings;
    const { least } = landscapes[surface];
    const rows = noGrad(() =>
      scoped(() => {
        const places = stack(this.#entrants.map(({ place }) => place)); // [6, 2]
        return concat([places, surfaces[surface](places).reshape([-1, 1])], { axis: 1 }); // [6, 3]
      }),
    );
    const values = await rows.data();
    rows.dispose();
    for (const [i, entrant] of this.#entrants.entries()) {
      if (entrant.state === 'left') continue;
      const [x, y, height] = values.subarray(3 * i, 3 * i + 3);
      if (Number.isFinite(height!)) {
        entrant.trail.push(x!, y!);
        entrant.height = height! - least;
      }
      entrant.stayed = height! - least < goalHeight ? entrant.stayed + 1 : 0;
      entrant.state = this.#judge(entrant, x!, y!, height!);
    }
    const heights = this.#entrants.map(({ name, height }) => [name, Math.max(height, floor)]);
    this.#curves.add(this.#steps, Object.fromEntries(heights) as Record<ContestantName, number>);
  }

  #judge({ trail, steps, stayed }: Entrant, x: number, y: number, height: number): RunState {
    const { xRange, yRange } = landscapes[this.#settings.surface];
    const width = xRange[1] - xRange[0];
    const isFar = ([low, high]: readonly [number, number], at: number) =>
      !(at > low - 2 * width && at < high + 2 * width);
    if (!Number.isFinite(height) || isFar(xRange, x) || isFar(yRange, y)) return 'left';
    if (stayed >= settled) return 'arrived';
    if (steps < restSteps) return 'underway';
    return drift(trail.slice(-2 * restSteps)) < width * 1e-3 ? 'still' : 'underway';
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
