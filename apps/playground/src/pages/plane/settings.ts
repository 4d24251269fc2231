import { type Field, integer, list, number, oneOf, record, type Schema } from '../../shell/state-fields.js';

/** The sets of points to tell apart; `own` are those that the visitor places. */
export const dataNames = ['moons', 'circles', 'spirals', 'xor', 'blobs', 'own'] as const;

/** One of them. */
export type DataName = (typeof dataNames)[number];

/** What follows each hidden layer. */
export const activationNames = ['tanh', 'relu', 'leakyReLU', 'gelu', 'sigmoid', 'identity'] as const;

/** One of them. */
export type ActivationName = (typeof activationNames)[number];

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
  readonly activation: ActivationName;
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
  activation: 'tanh',
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
    activation: oneOf(activationNames),
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

/** Ready-made questions to the network. */
export const presetNames = ['line', 'rings', 'spirals', 'byHeart', 'rescued', 'tooFast'] as const;

/** One of them. */
export type PresetName = (typeof presetNames)[number];

const plain = { ...initialSettings, noise: 0.1, testShare: 0.3 };

/** What each of them sets. Own points stay. */
export const presets: Readonly<Record<PresetName, Omit<PlaneSettings, 'own'>>> = {
  line: { ...plain, data: 'xor', hidden: [], optimizer: 'sgd', learningRate: 0.1 },
  rings: { ...plain, data: 'circles', hidden: [3] },
  spirals: { ...plain, data: 'spirals', noise: 0.02, hidden: [8, 8, 4], learningRate: 0.01, batchSize: 16 },
  byHeart: { ...plain, noise: 0.3, testShare: 0.8, hidden: [8, 8, 8], activation: 'relu', batchSize: 8 },
  rescued: {
    ...plain,
    noise: 0.3,
    testShare: 0.8,
    hidden: [8, 8, 8],
    activation: 'relu',
    batchSize: 8,
    regularizer: 'l2',
    strength: 0.01,
  },
  tooFast: { ...plain, optimizer: 'sgd', learningRate: 30 },
};
