import type { Range } from '../../plane/place.js';
import { flag, number, oneOf, type Schema } from '../../shell/state-fields.js';

/** Who learns the two weights. */
export const methodNames = ['plain', 'clip', 'rprop'] as const;

/** One of them. */
export type MethodName = (typeof methodNames)[number];

/** What is seen first: the steps of time, or the map of the error. */
export const viewNames = ['steps', 'map'] as const;

/** What the page sets. */
export interface MemorySettings {
  readonly view: (typeof viewNames)[number];
  /** The weight of what comes in, and of what was there: those that one sees, and where the training starts. */
  readonly u: number;
  readonly w: number;
  /** Steps of a row of zeros and ones. */
  readonly length: number;
  /** Whether the way back is shown. */
  readonly back: boolean;
  /** Whether an LSTM stands beside it, and the bias that its forget gate begins with. */
  readonly lstm: boolean;
  readonly forget: number;
  /** Whose weights one sees once the training has begun. */
  readonly method: MethodName;
  readonly rate: number;
  /** The longest gradient of the method that clips. */
  readonly clip: number;
}

/** The part of the map, on both axes. */
export const mapRange: Range = [-2, 2];

/** Steps of a row to choose from. */
export const lengths = [10, 20, 30, 50];

/** Training steps: the learning rate falls to 0 until then. */
export const longest = 600;

/** What the page begins with, and how it stands in the address. */
export const memorySchema: Schema<MemorySettings> = {
  initial: {
    view: 'steps',
    u: 1,
    w: 1.2,
    length: 20,
    back: true,
    lstm: false,
    forget: 1,
    method: 'clip',
    rate: 0.1,
    clip: 1,
  },
  fields: {
    view: oneOf(viewNames),
    u: number(mapRange[0], mapRange[1]),
    w: number(mapRange[0], mapRange[1]),
    length: { read: (text) => lengths.find((length) => String(length) === text), write: String },
    back: flag,
    lstm: flag,
    forget: number(-2, 6),
    method: oneOf(methodNames),
    rate: number(0.0001, 1),
    clip: number(0.01, 100),
  },
};
