import { type ShownOptimizer, shownOptimizers } from '../../optimizer/names.js';
import type { Place } from '../../plane/place.js';
import { number, oneOf, pair, type Schema } from '../../shell/state-fields.js';
import { type CurveName, landscapes, type SurfaceName, surfaceNames } from '../../surface/landscapes.js';

/** Who takes part. */
export const contestantNames = shownOptimizers;

/** One of them. */
export type ContestantName = ShownOptimizer;

/** Learning rates that suit each surface, in the order of the contestants. */
const rates: Readonly<Record<SurfaceName, readonly number[]>> = {
  bowl: [0.05, 0.03, 0.02, 0.1, 30, 0.1],
  valley: [0.4, 0.05, 0.05, 0.1, 30, 0.2],
  rosenbrock: [0.001, 0.001, 0.001, 0.02, 10, 0.2],
  beale: [0.01, 0.003, 0.003, 0.1, 30, 0.2],
  himmelblau: [0.003, 0.003, 0.001, 0.1, 10, 0.2],
  saddle: [0.05, 0.02, 0.02, 0.1, 10, 0.1],
  ripples: [0.2, 0.2, 0.1, 0.2, 10, 0.5],
};

/** Who stays lower than this above the lowest place has reached it. */
export const goalHeight = 0.01;

/** What the page sets. */
export interface DescentSettings {
  readonly view: 'race' | 'slope';
  readonly surface: SurfaceName;
  /** Where all contestants begin. */
  readonly start: Place;
  /** Of everyone's learning rate. */
  readonly factor: number;
  /** Of momentum and Nesterov: the share of the velocity that stays. */
  readonly momentum: number;
  readonly curve: CurveName;
  /** Where the one parameter begins. */
  readonly begin: number;
  /** Of the one parameter. */
  readonly learningRate: number;
}

/** A contestant's learning rate. */
export const rateOf = ({ surface, factor }: DescentSettings, name: ContestantName): number =>
  rates[surface][contestantNames.indexOf(name)]! * factor;

/** Decay of RMSprop's average: short, for a race of some dozens of steps. */
export const alpha = 0.9;

/** What the page begins with. */
export const initialSettings: DescentSettings = {
  view: 'race',
  surface: 'valley',
  start: landscapes.valley.start,
  factor: 1,
  momentum: 0.9,
  curve: 'parabola',
  begin: -3,
  learningRate: 0.1,
};

const coordinate = number(-100, 100);

/** The settings as they stand in the address. */
export const descentSchema: Schema<DescentSettings> = {
  initial: initialSettings,
  fields: {
    view: oneOf(['race', 'slope']),
    surface: oneOf(surfaceNames),
    start: pair(coordinate),
    factor: number(0.001, 1000),
    momentum: number(0, 0.9999),
    curve: oneOf(['parabola', 'hollows']),
    begin: coordinate,
    learningRate: number(0.0001, 100),
  },
};

/** Learning rates of the one parameter, from too small to too large. */
export const slopeRates = [0.01, 0.03, 0.1, 0.3, 0.5, 0.8, 1, 1.2, 1.5, 1.8, 1.9, 2, 2.05, 2.2, 2.5];

/** Steps after which learning rates are compared. */
export const sweepSteps = 20;

/** The page's path from a question to its answer: what each step sets. */
export const steps = {
  race: initialSettings,
  thrown: { ...initialSettings, factor: 2 },
  ripples: { ...initialSettings, surface: 'ripples', start: landscapes.ripples.start },
  huge: { ...initialSettings, view: 'slope', learningRate: 2.2 },
  best: { ...initialSettings, view: 'slope', learningRate: 0.3 },
} satisfies Record<string, DescentSettings>;
