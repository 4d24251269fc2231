import { integer, number, oneOf, type Schema } from '../../shell/state-fields.js';

/** The sets of points to learn. */
export const dataNames = ['and', 'or', 'nand', 'xor', 'ten'] as const;

/** One of them. */
export type DataName = (typeof dataNames)[number];

/** A point and the class that it belongs to. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
}

/** Points, and the part of the plane to show. */
export interface PointSet {
  readonly points: readonly LabelledPoint[];
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
}

/** A gate's four rows: its answers to (0, 0), (0, 1), (1, 0) and (1, 1). */
const gate = (...answers: readonly (0 | 1)[]): PointSet => ({
  points: answers.map((label, i) => ({ x: i >> 1, y: i & 1, label })),
  xRange: [-0.6, 1.6],
  yRange: [-0.6, 1.6],
});

const tenPoints = [
  [2.7810836, 2.550537003, 0],
  [1.465489372, 2.362125076, 0],
  [3.396561688, 4.400293529, 0],
  [1.38807019, 1.850220317, 0],
  [3.06407232, 3.005305973, 0],
  [7.627531214, 2.759262235, 1],
  [5.332441248, 2.088626775, 1],
  [6.922596716, 1.77106367, 1],
  [8.675418651, -0.242068655, 1],
  [7.673756466, 3.508563011, 1],
] as const;

/** The points of each set, in the order in which they are learned. */
export const pointSets: Readonly<Record<DataName, PointSet>> = {
  and: gate(0, 0, 0, 1),
  or: gate(0, 1, 1, 1),
  nand: gate(1, 1, 1, 0),
  xor: gate(0, 1, 1, 0),
  ten: {
    points: tenPoints.map(([x, y, label]) => ({ x, y, label })),
    xRange: [0, 10],
    yRange: [-3, 7],
  },
};

/** How it learns: Rosenblatt's rule, or gradient descent on the cross-entropy behind a sigmoid. */
export type Rule = 'perceptron' | 'gradient';

/** What the page sets. */
export interface NeuronSettings {
  readonly data: DataName;
  readonly rule: Rule;
  /** Hidden units: 0, or 2 to 4, which only gradient descent can train. */
  readonly hidden: number;
  readonly learningRate: number;
}

/** What the page begins with. */
export const initialSettings: NeuronSettings = {
  data: 'and',
  rule: 'perceptron',
  hidden: 0,
  learningRate: 0.1,
};

/** The settings as they stand in the address. */
export const neuronSchema: Schema<NeuronSettings> = {
  initial: initialSettings,
  fields: {
    data: oneOf(dataNames),
    rule: oneOf(['perceptron', 'gradient']),
    hidden: integer(0, 4),
    learningRate: number(0.001, 10),
  },
};

/** Epochs a second at first. */
export const initialSpeed = 10;

/** A learning rate that suits each rule, with and without a hidden layer. */
export const usualRate: Readonly<Record<Rule, number>> = { perceptron: 0.1, gradient: 1 };

/** Hidden units at first: with three, XOR is solved from every seed; two often get stuck. */
export const initialUnits = 3;

/** The page's path from a question to its answer. */
export const stepNames = ['and', 'mend', 'xor', 'hidden', 'ten'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** What each step sets. */
export const stepSettings: Readonly<Record<StepName, NeuronSettings>> = {
  and: initialSettings,
  mend: { data: 'or', rule: 'gradient', hidden: 0, learningRate: usualRate.gradient },
  xor: { data: 'xor', rule: 'gradient', hidden: 0, learningRate: usualRate.gradient },
  hidden: { data: 'xor', rule: 'gradient', hidden: initialUnits, learningRate: usualRate.gradient },
  ten: { data: 'ten', rule: 'perceptron', hidden: 0, learningRate: usualRate.perceptron },
};
