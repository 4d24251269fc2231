import type { AnyOptimizer } from '@neurona/optimizers';
import { concat, noGrad, Parameter, scoped, stack } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { Trainer } from '../../worker/protocol.js';
import { contestants } from './contestants.js';
import { type Relief, reliefOf } from './relief.js';
import { type ContestantName, contestantNames, type DescentSettings, landscapes } from './settings.js';
import { surfaces } from './surfaces.js';

/** How a contestant fares: on its way, at a lowest place, out of the map, or at rest elsewhere. */
export type RunState = 'underway' | 'arrived' | 'left' | 'still';

/** A contestant's run. */
export interface Run {
  /** Places from the start on: `[x, y, x, y, ...]`. */
  readonly trail: Float32Array;
  /** Height over the lowest place. */
  readonly height: number;
  readonly state: RunState;
  /** Steps so far, or until it was over. */
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
}

const longest = 800; // steps
const restSteps = 40; // in which one who moves at all should get somewhere
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
      return { name, place, optimizer, trail: [], height: 0, state: 'underway', steps: 0 };
    });
  }

  /** Lines everyone up at the start. */
  static async begin(settings: DescentSettings): Promise<RaceTrainer> {
    const race = new RaceTrainer(settings, await reliefOf(settings.surface));
    await race.#look();
    return race;
  }

  /** A step of everyone who is underway. */
  async step(): Promise<boolean> {
    this.#steps++;
    const surface = surfaces[this.#settings.surface];
    for (const entrant of this.#entrants) {
      if (entrant.state !== 'underway') continue;
      scoped(() => {
        entrant.optimizer.zeroGrad();
        surface(entrant.place).backward();
        entrant.optimizer.step();
      });
      entrant.steps++;
    }
    await this.#look();
    return this.#steps >= longest || this.#entrants.every(({ state }) => state !== 'underway');
  }

  snapshot(): RaceSnapshot {
    const runs = this.#entrants.map(({ name, trail, height, state, steps }) => [
      name,
      { trail: Float32Array.from(trail), height, state, steps } satisfies Run,
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
      if (entrant.state !== 'underway') continue;
      const [x, y, height] = values.subarray(3 * i, 3 * i + 3);
      if (Number.isFinite(height!)) {
        entrant.trail.push(x!, y!);
        entrant.height = height! - least;
      }
      entrant.state = this.#judge(entrant, x!, y!, height!);
    }
    const heights = this.#entrants.map(({ name, height }) => [name, Math.max(height, floor)]);
    this.#curves.add(this.#steps, Object.fromEntries(heights) as Record<ContestantName, number>);
  }

  #judge({ trail, steps }: Entrant, x: number, y: number, height: number): RunState {
    const { minima, xRange, yRange } = landscapes[this.#settings.surface];
    const width = xRange[1] - xRange[0];
    const isFar = ([low, high]: readonly [number, number], at: number) =>
      !(at > low - 2 * width && at < high + 2 * width);
    if (!Number.isFinite(height) || isFar(xRange, x) || isFar(yRange, y)) return 'left';
    if (minima.some(([mx, my]) => Math.hypot(mx - x, my - y) < width / 50)) return 'arrived';
    if (steps < restSteps) return 'underway';
    const at = trail.length - 2 * restSteps;
    return Math.hypot(trail[at]! - x, trail[at + 1]! - y) < width * 1e-4 ? 'still' : 'underway';
  }
}
