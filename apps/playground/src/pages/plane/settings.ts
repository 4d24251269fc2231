import { type ActivationName, activationNames } from '../../network/activations.js';
import { optimizerNames } from '../../optimizer/names.js';
import type { ClassedPoint } from '../../plane/points-csv.js';
import { type Field, integer, list, number, oneOf, record, type Schema } from '../../shell/state-fields.js';
import { type LearningSettings, regularizerNames } from '../../signs/learning-settings.js';

/** The sets of points to tell apart; `own` are those that the visitor places. */
export const dataNames = ['moons', 'circles', 'spirals', 'xor', 'blobs', 'own'] as const;

/** One of them. */
export type DataName = (typeof dataNames)[number];

/** What the page sets. */
export interface PlaneSettings extends LearningSettings {
  readonly data: DataName;
  /** Points of the visitor, used where `data` is `own`. */
  readonly own: readonly ClassedPoint[];
  /** Standard deviation of what each coordinate is off, as a share of the set's radius. */
  readonly noise: number;
  /** Share of the points that are held out. */
  readonly testShare: number;
  /** Units of each hidden layer, from the inputs on. */
  readonly hidden: readonly number[];
  /** What follows each of them. */
  readonly activations: readonly ActivationName[];
  /** Which other network trains beside it. */
  readonly against: RivalName | 'nothing';
}

/** What a network may be compared with: one that differs from it in this. */
export const rivalNames = ['l2', 'unregularized', 'relu', 'linear', 'shallow'] as const;

/** One of them. */
export type RivalName = (typeof rivalNames)[number];

/** The settings of each. */
export const rivals: Readonly<Record<RivalName, (settings: PlaneSettings) => PlaneSettings>> = {
  l2: (settings) => ({ ...settings, regularizer: 'l2', strength: 0.01 }),
  unregularized: (settings) => ({ ...settings, regularizer: 'none' }),
  relu: (settings) => ({ ...settings, activations: settings.hidden.map(() => 'relu') }),
  linear: (settings) => ({ ...settings, activations: settings.hidden.map(() => 'identity') }),
  shallow: (settings) => ({ ...settings, hidden: settings.hidden.slice(0, 1) }),
};

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
  against: 'nothing',
};

/** The settings as they stand in the address. */
export const planeSchema: Schema<PlaneSettings> = {
  initial: initialSettings,
  fields: {
    data: oneOf(dataNames),
    own: list(
      record<ClassedPoint>({
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
    against: oneOf(['nothing', ...rivalNames]),
  },
};

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

/** The page's path from a question to its answer: what each step sets. Own points stay. */
export const presets = {
  moons: plain,
  line: { ...plain, data: 'xor', hidden: [], activations: [], optimizer: 'sgd', learningRate: 0.1 },
  rings: { ...plain, data: 'circles', hidden: [3], activations: tanh(1) },
  spirals: { ...plain, data: 'spirals', noise: 0.02, hidden: [8, 8, 4], activations: tanh(3), batchSize: 16 },
  overfit,
} satisfies Record<string, Omit<PlaneSettings, 'own'>>;

/** One of them. */
export type StepName = keyof typeof presets;

/** Their names. */
export const stepNames = Object.keys(presets) as StepName[];
