import { type ActivationName, activationNames } from '../../network/activations.js';
import { type Field, integer, list, number, oneOf, record, type Schema } from '../../shell/state-fields.js';

/** The sets of points to tell apart; `own` are those that the visitor places. */
export const dataNames = ['moons', 'circles', 'spirals', 'xor', 'blobs', 'own'] as const;

/** One of them. */
export type DataName = (typeof dataNames)[number];

/** What changes the weights. */
export const optimizerNames = ['sgd', 'momentum', 'adagrad', 'adadelta', 'rmsprop', 'adam', 'adamw'] as const;

/** One of them. */
export type OptimizerName = (typeof optimizerNames)[number];

/** What keeps the network simple. */
export const regularizerNames = ['none', 'l1', 'l2', 'dropout'] as const;

/** One of them. */
export type RegularizerName = (typeof regularizerNames)[number];

/** A point that the visitor placed. */
export interface OwnPoint {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
}

/** What the page sets. */
export interface PlaneSettings {
  readonly data: DataName;
  /** Points of the visitor, used where `data` is `own`. */
  readonly own: readonly OwnPoint[];
  /** Standard deviation of what each coordinate is off, as a share of the set's radius. */
  readonly noise: number;
  /** Share of the points that are held out. */
  readonly testShare: number;
  /** Units of each hidden layer, from the inputs on. */
  readonly hidden: readonly number[];
  /** What follows each of them. */
  readonly activations: readonly ActivationName[];
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly regularizer: RegularizerName;
  /** Of the penalty; for dropout the probability. */
  readonly strength: number;
}

/** The part of the plane that is shown, along both axes. */
export const planeRange: readonly [number, number] = [-3, 3];

/** The most that the controls offer. */
export const limits = { layers: 4, units: 8, own: 400 } as const;

/** A coordinate, in the address to two decimals. */
const hundredths: Field<number> = {
  read: (text) => number(...planeRange).read(text),
  write: (value) => String(Math.round(100 * value) / 100),
};

/** What the page begins with. */
export const initialSettings: PlaneSettings = {
  data: 'moons',
  own: [],
  noise: 0.1,
  testShare: 0.3,
  hidden: [6, 4],
  activations: ['tanh', 'tanh'],
  optimizer: 'adam',
  learningRate: 0.01,
  batchSize: 32,
  regularizer: 'none',
  strength: 0.001,
};

/** The settings as they stand in the address. */
export const planeSchema: Schema<PlaneSettings> = {
  initial: initialSettings,
  fields: {
    data: oneOf(dataNames),
    own: list(
      record<OwnPoint>({
        x: hundredths,
        y: hundredths,
        label: { read: (text) => (text === '1' ? 1 : 0), write: String },
      }),
      limits.own,
    ),
    noise: number(0, 1),
    testShare: number(0, 0.9),
    hidden: list(integer(1, limits.units), limits.layers),
    activations: list(oneOf(activationNames), limits.layers),
    optimizer: oneOf(optimizerNames),
    learningRate: number(0.0001, 100),
    batchSize: integer(1, 400),
    regularizer: oneOf(regularizerNames),
    strength: number(0.0001, 0.9),
  },
};

/** Penalties and probabilities to choose from. */
export const strengths = {
  penalty: [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1],
  dropout: [0.05, 0.1, 0.2, 0.3, 0.5],
} as const;

/** The page's path from a question to its answer. */
export const stepNames = ['moons', 'line', 'rings', 'spirals', 'overfit'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

const tanh = (count: number): ActivationName[] => Array.from({ length: count }, () => 'tanh');
const { own: _, ...plain } = initialSettings;
const overfit = {
  ...plain,
  noise: 0.3,
  testShare: 0.8,
  hidden: [8, 8, 8],
  activations: ['relu', 'relu', 'relu'],
  batchSize: 8,
} as const;

/** What each step sets. Own points stay. */
export const presets: Readonly<Record<StepName, Omit<PlaneSettings, 'own'>>> = {
  moons: plain,
  line: { ...plain, data: 'xor', hidden: [], activations: [], optimizer: 'sgd', learningRate: 0.1 },
  rings: { ...plain, data: 'circles', hidden: [3], activations: tanh(1) },
  spirals: { ...plain, data: 'spirals', noise: 0.02, hidden: [8, 8, 4], activations: tanh(3), batchSize: 16 },
  overfit,
};
