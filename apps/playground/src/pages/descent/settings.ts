import { number, oneOf, type Schema } from '../../shell/state-fields.js';

/** The landscapes of the race. */
export const surfaceNames = [
  'bowl',
  'valley',
  'rosenbrock',
  'beale',
  'himmelblau',
  'saddle',
  'ripples',
] as const;

/** One of them. */
export type SurfaceName = (typeof surfaceNames)[number];

/** Who takes part. */
export const contestantNames = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adadelta', 'adam'] as const;

/** One of them. */
export type ContestantName = (typeof contestantNames)[number];

/** The curves of one parameter. */
export const curveNames = ['parabola', 'hollows'] as const;

/** One of them. */
export type CurveName = (typeof curveNames)[number];

/** A place on a surface. */
export type Place = readonly [x: number, y: number];

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

/** What is fixed of a surface: the part that is shown, where to begin, the lowest places, and rates that suit it. */
export interface Landscape {
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly start: Place;
  readonly minima: readonly Place[];
  /** The value at the lowest places. */
  readonly least: number;
  /** How much of the map the depths get: the greatest height in units of the logarithmic measure. */
  readonly contrast: number;
  readonly rates: Readonly<Record<ContestantName, number>>;
}

const himmelblauMinima: readonly Place[] = [
  [3, 2],
  [-2.805118, 3.131312],
  [-3.77931, -3.283186],
  [3.584428, -1.848127],
];
const saddleDepth = Math.sqrt(5);

/** Who stays lower than this above the lowest place has reached it. */
export const goalHeight = 0.01;

/** Every surface's facts. */
export const landscapes: Readonly<Record<SurfaceName, Landscape>> = {
  bowl: {
    xRange: [-4, 4],
    yRange: [-4, 4],
    start: [-3.2, 2.6],
    minima: [[0, 0]],
    least: 0,
    contrast: 300,
    rates: { sgd: 0.05, momentum: 0.03, nesterov: 0.02, rmsprop: 0.1, adadelta: 30, adam: 0.1 },
  },
  valley: {
    xRange: [-4, 4],
    yRange: [-4, 4],
    start: [-3.5, 2],
    minima: [[0, 0]],
    least: 0,
    contrast: 1000,
    rates: { sgd: 0.4, momentum: 0.05, nesterov: 0.05, rmsprop: 0.1, adadelta: 30, adam: 0.2 },
  },
  rosenbrock: {
    xRange: [-2, 2],
    yRange: [-1, 3],
    start: [-1.5, 2],
    minima: [[1, 1]],
    least: 0,
    contrast: 2000,
    rates: { sgd: 0.001, momentum: 0.001, nesterov: 0.001, rmsprop: 0.02, adadelta: 10, adam: 0.2 },
  },
  beale: {
    xRange: [-4.5, 4.5],
    yRange: [-4.5, 4.5],
    start: [1, 1.5],
    minima: [[3, 0.5]],
    least: 0,
    contrast: 3000,
    rates: { sgd: 0.01, momentum: 0.003, nesterov: 0.003, rmsprop: 0.1, adadelta: 30, adam: 0.2 },
  },
  himmelblau: {
    xRange: [-5, 5],
    yRange: [-5, 5],
    start: [-0.3, 1],
    minima: himmelblauMinima,
    least: 0,
    contrast: 1000,
    rates: { sgd: 0.003, momentum: 0.003, nesterov: 0.001, rmsprop: 0.1, adadelta: 10, adam: 0.2 },
  },
  saddle: {
    xRange: [-4, 4],
    yRange: [-4, 4],
    start: [-3.2, 0.02],
    minima: [
      [0, saddleDepth],
      [0, -saddleDepth],
    ],
    least: -2.5,
    contrast: 200,
    rates: { sgd: 0.05, momentum: 0.02, nesterov: 0.02, rmsprop: 0.1, adadelta: 10, adam: 0.1 },
  },
  ripples: {
    xRange: [-6, 6],
    yRange: [-6, 6],
    start: [-4.9, 4.2],
    minima: [[0, 0]],
    least: 0,
    contrast: 6,
    rates: { sgd: 0.2, momentum: 0.2, nesterov: 0.1, rmsprop: 0.2, adadelta: 10, adam: 0.5 },
  },
};

/** The part of each curve that is shown. */
export const curveRanges: Readonly<
  Record<CurveName, { readonly x: readonly [number, number]; readonly y: readonly [number, number] }>
> = {
  parabola: { x: [-4, 4], y: [-0.8, 8.4] },
  hollows: { x: [-4, 4], y: [-0.6, 6] },
};

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
    start: {
      read(text) {
        const [x, y] = text.split('_').map((part) => coordinate.read(part));
        return x === undefined || y === undefined ? undefined : [x, y];
      },
      write: ([x, y]) => `${coordinate.write(x)}_${coordinate.write(y)}`,
    },
    factor: number(0.001, 1000),
    momentum: number(0, 0.9999),
    curve: oneOf(curveNames),
    begin: coordinate,
    learningRate: number(0.0001, 100),
  },
};

/** Learning rates of the one parameter, from too small to too large. */
export const slopeRates = [0.01, 0.03, 0.1, 0.3, 0.5, 0.8, 1, 1.2, 1.5, 1.8, 1.9, 2, 2.05, 2.2, 2.5];

/** Steps after which learning rates are compared. */
export const sweepSteps = 20;

/** How many times as wide as at first the view of a curve may become. */
export const widest = 4;
