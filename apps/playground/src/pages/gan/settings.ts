import type { Place, Range } from '../../plane/place.js';
import { type Field, integer, list, number, oneOf, record, type Schema } from '../../shell/state-fields.js';

/** What the generator is to imitate; `own` are points of the visitor. */
export const dataNames = ['ring', 'moons', 'own'] as const;

/** One of them. */
export type DataName = (typeof dataNames)[number];

/** What both networks minimise. */
export const lossNames = ['nonSaturating', 'minimax', 'leastSquares', 'wasserstein'] as const;

/** One of them. */
export type LossName = (typeof lossNames)[number];

/** A point of the visitor. */
export interface OwnPoint {
  readonly x: number;
  readonly y: number;
}

/** What the page sets. */
export interface GanSettings {
  readonly data: DataName;
  readonly own: readonly OwnPoint[];
  readonly loss: LossName;
  /** Steps of the discriminator for one of the generator. */
  readonly discriminatorSteps: number;
  /** Learning rate of the generator. */
  readonly learningRate: number;
  /** How many times as fast the discriminator learns. */
  readonly lead: number;
  /** Factor of the R1 penalty, which keeps the discriminator flat. */
  readonly r1: number;
}

/** The part of the plane that is shown, along both axes. */
export const planeRange: Range = [-2, 2];

/** The most points of one's own. */
const mostPoints = 300;

const hundredths: Field<number> = {
  read: (text) => number(...planeRange).read(text),
  write: (value) => String(Math.round(100 * value) / 100),
};

/** What the page begins with, and how it stands in the address. */
export const ganSchema: Schema<GanSettings> = {
  initial: {
    data: 'ring',
    own: [],
    loss: 'nonSaturating',
    discriminatorSteps: 1,
    learningRate: 0.003,
    lead: 1,
    r1: 0.3,
  },
  fields: {
    data: oneOf(dataNames),
    own: list(record<OwnPoint>({ x: hundredths, y: hundredths }), mostPoints),
    loss: oneOf(lossNames),
    discriminatorSteps: integer(1, 10),
    learningRate: number(0.0001, 0.1),
    lead: number(0.1, 10),
    r1: number(0, 10),
  },
};

/** The steps of the guide. */
export const stepNames = ['duel', 'half', 'collapse', 'own'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

const { own: _, ...fair } = ganSchema.initial;

/** What each step sets; own points stay. */
export const presets: Readonly<Record<StepName, Omit<GanSettings, 'own'>>> = {
  duel: fair,
  half: { ...fair, data: 'moons' },
  collapse: { ...fair, loss: 'minimax', discriminatorSteps: 10, lead: 5, r1: 0 },
  own: { ...fair, data: 'own' },
};

/** The points of the visitor after a tap: one more, or without those near it. */
export const pointsAfter = (
  points: readonly OwnPoint[],
  [x, y]: Place,
  erases: boolean,
): readonly OwnPoint[] =>
  erases
    ? points.filter((point) => Math.hypot(point.x - x, point.y - y) > 0.2)
    : [...points, { x, y }].slice(-mostPoints);
