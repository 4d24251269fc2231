import { integer, list, number, oneOf, type Schema } from '../../shell/state-fields.js';

/** What can keep a network from learning by heart. */
export const methodNames = [
  'none',
  'l2',
  'l1',
  'dropout',
  'noise',
  'early',
  'elastic',
  'maxNorm',
  'smoothing',
  'mixup',
] as const;

/** One of them. */
export type MethodName = (typeof methodNames)[number];

/** The sets of points to tell apart. */
export const dataNames = ['moons', 'circles', 'blobs'] as const;

/** One of them. */
export type DataName = (typeof dataNames)[number];

/** What is trained. */
export interface RegularisationSettings {
  readonly data: DataName;
  /** Training points, half of each class. */
  readonly points: number;
  /** Standard deviation of what each coordinate is off. */
  readonly noise: number;
  /** What each of the six networks is trained with. */
  readonly methods: readonly MethodName[];
  /** What the usual strength of every method is multiplied by. */
  readonly strength: number;
}

/** How it is looked at. */
export interface LookSettings {
  /** The network that is looked into, from 0. */
  readonly look: number;
}

/** Networks side by side. */
const networkCount = 6;

/** What the page begins with, and how it stands in the address. */
export const regularisationSchema: Schema<RegularisationSettings> = {
  initial: {
    data: 'moons',
    points: 40,
    noise: 0.35,
    methods: ['none', 'l2', 'l1', 'dropout', 'noise', 'early'],
    strength: 1,
  },
  fields: {
    data: oneOf(dataNames),
    points: integer(20, 400),
    noise: number(0, 1),
    methods: {
      ...list(oneOf(methodNames), networkCount),
      read(text) {
        const names = list(oneOf(methodNames), networkCount).read(text);
        return names?.length === networkCount ? names : undefined;
      },
    },
    strength: number(0.01, 100),
  },
};

/** The network that is looked into, in the address. */
export const lookSchema: Schema<LookSettings> = {
  initial: { look: 0 },
  fields: { look: integer(0, networkCount - 1) },
};

/** What each method is called with, at a strength: λ, a probability, a deviation, a norm, a share, or epochs of patience. */
export const amountOf = (method: MethodName, strength: number): number =>
  ({
    none: 0,
    l2: 0.004 * strength,
    l1: 0.004 * strength,
    elastic: 0.002 * strength,
    dropout: Math.min(0.3 * strength, 0.9),
    noise: 0.35 * strength,
    early: Math.max(Math.round(40 / strength), 1),
    maxNorm: 1.5 / strength,
    smoothing: Math.min(0.2 * strength, 0.9),
    mixup: 0.4 * strength,
  })[method];

/** The part of the plane that is shown, along both axes. */
export const planeRange: readonly [number, number] = [-3, 3];
