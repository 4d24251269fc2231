import type { PlotRange } from '../../charts/function-plot.js';
import { flag, number, oneOf, type Schema } from '../../shell/state-fields.js';

/** The activation functions, in the order of the gallery. */
export const functionNames = [
  'identity',
  'step',
  'sigmoid',
  'bipolarSigmoid',
  'tanh',
  'relu',
  'leakyRelu',
  'prelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'softplus',
  'softmax',
] as const;

/** One of them. */
export type FunctionName = (typeof functionNames)[number];

/** What the page sets. */
export interface ActivationsSettings {
  readonly fn: FunctionName;
  /** Where the function is looked at: what the first layer of the chain is called with. */
  readonly x: number;
  /** Whether ten layers follow each other. */
  readonly chain: boolean;
  /** The weight between two layers. */
  readonly w: number;
  /** The factor below zero of leaky ReLU and PReLU. */
  readonly a: number;
}

/** The part of the plane that is drawn: one unit is as long on both axes. */
export const plotRange: PlotRange = { x: [-5, 5], y: [-1.75, 3.25], xStep: 0.05 };

/** A derivative smaller than this counts as saturated. */
export const saturated = 0.05;

/** Layers of the chain. */
export const chainLength = 10;

/** Functions that have a factor below zero to set. */
export const hasFactor = (fn: FunctionName): boolean => fn === 'leakyRelu' || fn === 'prelu';

/** What the page begins with, and how it stands in the address. */
export const activationsSchema: Schema<ActivationsSettings> = {
  initial: { fn: 'sigmoid', x: 0.5, chain: false, w: 1, a: 0.25 },
  fields: {
    fn: oneOf(functionNames),
    x: number(plotRange.x[0], plotRange.x[1]),
    chain: flag,
    w: number(-3, 3),
    a: number(0, 1),
  },
};
